/** The sentences of the chart and what is around it, apart from the others because they come with the coin's page only. */
export const chartWords = {
  role: 'interactive chart',
  keys:
    'Left and right move the crosshair, up and down move it between prices, plus and minus zoom, page up and down move the view, 0 resets it. ' +
    'D chooses the next drawing, arrows then move it, Delete removes it, Escape lets go.',
  time: 'Time',
  change: 'Change',
  open: { short: 'O', long: 'Open' },
  high: { short: 'H', long: 'High' },
  low: { short: 'L', long: 'Low' },
  close: { short: 'C', long: 'Close' },
  volume: { short: 'Vol', long: 'Volume' },
  legend: 'Indicators',
  edit: (title: string): string => `Change ${title}`,
  remove: (title: string): string => `Remove ${title}`,
} as const;
