/** Jest's global tear-down: stops the PostgreSQL of the run. */
export default async function tearDown(): Promise<void> {
  await (globalThis as { stopTestServer?: () => Promise<void> }).stopTestServer?.();
}
