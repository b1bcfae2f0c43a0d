/** Injection token of the `DataMode` that this process serves: it is decided before the start and never changes while running. */
export const DATA_MODE = Symbol('data mode');
