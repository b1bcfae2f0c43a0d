export { UsersModule } from './users.module';
export { VerificationLinks } from './application/verification-links';
export { FindUsers } from './application/find-users';
export { usersSchedule } from './jobs/schedule';
