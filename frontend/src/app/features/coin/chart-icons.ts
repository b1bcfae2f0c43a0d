/** Drawings of the chart's tools on a 20 × 20 grid, stroked; apart from the others because they come with the coin's page only. */
export const chartIcons = {
  indicators: 'M2.5 13.5c2.5 0 2.5-7 5-7s2.5 7 5 7 2.5-7 5-7M2.5 17h15',
  compare: 'M3 14l4-5 4 3 6-7M3 8l4 3 4-2 6 5',
  candle: 'M6 2.5v3M6 13v4.5M4 5.5h4V13H4ZM14 2.5V7M14 14.5v3M12 7h4v7.5h-4Z',
  level: 'M2.5 10h15M15 7.5v5',
  trend: 'M4.5 15.5l11-11M3 17a1.5 1.5 0 1 0 3 0 1.5 1.5 0 0 0-3 0ZM14 3a1.5 1.5 0 1 0 3 0 1.5 1.5 0 0 0-3 0Z',
  list: 'M7 5h10M7 10h10M7 15h10M3 5h.1M3 10h.1M3 15h.1',
  picture: 'M3 4.5h14v11H3ZM3 13l4-4 4 4 2-2 4 4M13.5 7.5h.1',
  table: 'M3 4.5h14v11H3ZM3 8.5h14M3 12h14M8 4.5v11',
  expand: 'M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4',
  shrink: 'M7.5 3.5v4h-4M16.5 7.5h-4v-4M12.5 16.5v-4h4M3.5 12.5h4v4',
} as const;
