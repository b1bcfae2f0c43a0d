import { hashPassword, verifyPassword } from './modules/users/application/hash-passwords';
import { serveTasks } from './platform/threads/serve-tasks';

/** The entry of a thread that hashes passwords. */
export default serveTasks([hashPassword, verifyPassword]);
