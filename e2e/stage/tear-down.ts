/** Jest's global tear-down: stops the shared app. */
export default async function tearDown(): Promise<void> {
  await (globalThis as { stopSimulatedApp?: () => Promise<void> }).stopSimulatedApp?.();
}
