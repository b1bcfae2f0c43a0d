/** Injection token of the open database's address, for what needs a connection of its own (advisory locks, the job queue). */
export const DATABASE_ADDRESS = Symbol('database address');
