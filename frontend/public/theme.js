// Runs before the first paint, so that a remembered theme does not flash. The app's preferences take over from here.
try {
  const look = JSON.parse(localStorage.getItem('tideline.look') ?? '{}');
  const root = document.documentElement;
  if (look.theme === 'dark' || look.theme === 'light') root.dataset.theme = look.theme;
  if (look.density === 'compact') root.dataset.density = 'compact';
  if (look.colours === 'blue-orange') root.dataset.pair = 'blue-orange';
} catch {
  // Storage is blocked or holds something else: the system's theme is used.
}
