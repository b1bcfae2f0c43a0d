function valueOf(name: `--tl-${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A token's value as the browser resolves it now, in pixels: `tokenPixels('--tl-row')`. */
export function tokenPixels(name: `--tl-${string}`): number {
  return Number.parseFloat(valueOf(name)) || 0;
}

/** A duration's token in milliseconds: `tokenMs('--tl-tint')`. The build may have written `600ms` as `.6s`. */
export function tokenMs(name: `--tl-${string}`): number {
  const value = valueOf(name);
  const figure = Number.parseFloat(value) || 0;
  return value.endsWith('ms') ? figure : figure * 1000;
}
