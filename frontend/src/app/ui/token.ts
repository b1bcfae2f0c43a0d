/** A token's value as the browser resolves it now, in pixels: `tokenPixels('--tl-row')`. */
export function tokenPixels(name: `--tl-${string}`): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(name)) || 0;
}
