// Runs before the first paint, so that a remembered theme does not flash. The app's preferences take over from here.
try {
  const kept = JSON.parse(localStorage.getItem('tideline.preferences') ?? '{}');
  const root = document.documentElement;
  if (kept.theme === 'dark' || kept.theme === 'light') root.dataset.theme = kept.theme;
  if (kept.density === 'compact') root.dataset.density = 'compact';
  if (kept.pair === 'blue-orange') root.dataset.pair = 'blue-orange';
} catch {
  // Storage is blocked or holds something else: the system's theme is used.
}
