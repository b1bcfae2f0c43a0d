// The parts of ECharts that are used; loaded with the first chart, never with the first page.
import { BarChart, CandlestickChart, LineChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, CandlestickChart, LineChart, GraphicComponent, GridComponent, MarkLineComponent, CanvasRenderer]);

export { init };
