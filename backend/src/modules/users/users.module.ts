import { Module, type DynamicModule } from '@nestjs/common';
import { CONFIG, type Config, type Role } from '../../platform/config/config';
import { signingSecret } from '../../platform/config/secret';
import { AccessTokens } from './application/access-tokens';
import { ChangeCredentials } from './application/change-credentials';
import { ChangeProfile } from './application/change-profile';
import { ChangeSecondFactor } from './application/change-second-factor';
import { ConfirmEmail } from './application/confirm-email';
import { CountUsers } from './application/count-users';
import { DeleteAccount } from './application/delete-account';
import { ExportAccount } from './application/export-account';
import { FindUsers } from './application/find-users';
import { FirstAdministrator } from './application/first-administrator';
import { KeepApiKeys } from './application/keep-api-keys';
import { KeepPreferences } from './application/keep-preferences';
import { KeepSessions } from './application/keep-sessions';
import { KeyBook } from './application/key-book';
import { LimitGuesses } from './application/limit-guesses';
import { ManageUsers } from './application/manage-users';
import { PageLinks } from './application/page-links';
import { Passwords } from './application/passwords';
import { ReadAccount } from './application/read-account';
import { Register } from './application/register';
import { ResetPassword } from './application/reset-password';
import { SessionBook } from './application/session-book';
import { ShowIdentity } from './application/show-identity';
import { ShowSecondFactor } from './application/show-second-factor';
import { SignIn } from './application/sign-in';
import { StepUp } from './application/step-up';
import { TotpSecrets } from './application/totp-secrets';
import { USER_KEYS, userKeys } from './application/user-keys';
import { UserStorage } from './application/user-storage';
import { VerificationLinks } from './application/verification-links';
import { WatchUsers } from './application/watch-users';
import { ApiKeysController } from './http/api-keys.controller';
import { AuthController } from './http/auth.controller';
import { OwnDataController } from './http/own-data.controller';
import { OwnSecurityController } from './http/own-security.controller';
import { ProfileController } from './http/profile.controller';
import { RefreshCookie } from './http/refresh-cookie';
import { RegistrationController } from './http/registration.controller';
import { UsersJobsModule } from './jobs/users-jobs.module';
import { SecondFactorController } from './http/second-factor.controller';
import { AccountSockets } from './ws/account-sockets';

const keys = { provide: USER_KEYS, inject: [CONFIG], useFactory: (config: Config) => userKeys(signingSecret(config)) };
const forIdentity = [AccessTokens, SessionBook, KeepSessions, Passwords, LimitGuesses, PageLinks, VerificationLinks];
const proofs = [TotpSecrets, ShowSecondFactor, ShowIdentity, StepUp];
const apiKeys = [KeyBook, KeepApiKeys];
const verbs = [Register, ConfirmEmail, SignIn, ResetPassword, ChangeCredentials, ReadAccount, FirstAdministrator, RefreshCookie];
const ofOneself = [ChangeProfile, KeepPreferences, ChangeSecondFactor, ExportAccount, DeleteAccount];
const forAdministrators = [FindUsers, ManageUsers, CountUsers];
const told = [AccountSockets, WatchUsers];

/** Who may come in; everything of it belongs to the processes that serve. */
@Module({})
export class UsersModule {
  static with(roles: Role[]): DynamicModule {
    const serves = roles.includes('api');
    return {
      module: UsersModule,
      imports: roles.includes('worker') ? [UsersJobsModule] : [],
      providers: [
        UserStorage,
        ...(serves ? [keys, ...forIdentity, ...proofs, ...apiKeys, ...verbs, ...ofOneself, ...forAdministrators, ...told] : []),
      ],
      controllers: serves
        ? [
            AuthController,
            RegistrationController,
            OwnSecurityController,
            ProfileController,
            SecondFactorController,
            OwnDataController,
            ApiKeysController,
          ]
        : [],
      exports: [UserStorage, ...(serves ? [...apiKeys, SessionBook, KeepSessions, VerificationLinks, ...forAdministrators] : [])],
    };
  }
}
