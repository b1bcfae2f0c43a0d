import type {
  changeEmailRequest,
  changePasswordRequest,
  emailRequest,
  loginRequest,
  registerRequest,
  resetPasswordRequest,
  setUpRequest,
  tokenRequest,
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
