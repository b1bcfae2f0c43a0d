const key = 'tideline.chart.hollow';

/** Whether this reader likes rising candles hollow; kept in this browser. */
export function readHollow(): boolean {
  try {
    return localStorage.getItem(key) === 'true';
  } catch {
    return false;
  }
}

export function keepHollow(hollow: boolean): void {
  try {
    localStorage.setItem(key, String(hollow));
  } catch {
    // Storage is blocked: the choice holds until the page is closed.
  }
}
