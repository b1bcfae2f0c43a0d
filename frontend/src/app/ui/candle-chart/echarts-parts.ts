// The parts of ECharts that are used; loaded with the first chart, never with the first page.
import { BarChart, CandlestickChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { getInstanceByDom, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, CandlestickChart, GraphicComponent, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

export { getInstanceByDom, init };
