export { UsersModule } from './users.module';
export { VerificationLinks } from './application/verification-links';
