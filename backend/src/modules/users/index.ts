export { UsersModule } from './users.module';
export { linkLifeMs as verificationLinkMs, VerificationLinks } from './application/verification-links';
export { ManageUsers } from './application/manage-users';
export { CountUsers } from './application/count-users';
export { FindUsers } from './application/find-users';
export { usersSchedule } from './jobs/schedule';
