import type {
  apiKeyRequest,
  changeEmailRequest,
  changePasswordRequest,
  emailRequest,
  loginRequest,
  preferences,
  profileChange,
  registerRequest,
  resetPasswordRequest,
  setUpRequest,
  stepUpRequest,
  tokenRequest,
  totpConfirmation,
} from '@tideline/contracts';
import type { z } from 'zod';

export type RegisterRequest = z.output<typeof registerRequest>;
export type EmailRequest = z.output<typeof emailRequest>;
export type TokenRequest = z.output<typeof tokenRequest>;
export type SetUpRequest = z.output<typeof setUpRequest>;
export type ResetPasswordRequest = z.output<typeof resetPasswordRequest>;
export type LoginRequest = z.output<typeof loginRequest>;
export type ChangePasswordRequest = z.output<typeof changePasswordRequest>;
export type ChangeEmailRequest = z.output<typeof changeEmailRequest>;
export type StepUpRequest = z.output<typeof stepUpRequest>;
export type ProfileRequest = z.output<typeof profileChange>;
export type PreferencesRequest = z.output<typeof preferences>;
export type ApiKeyRequest = z.output<typeof apiKeyRequest>;
export type TotpConfirmation = z.output<typeof totpConfirmation>;
