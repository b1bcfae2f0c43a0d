import type { Routes } from '@angular/router';
import { needsAccount } from '../core/session/guards';
import { words } from '../words';
import { accountWords } from '../words/account';
import { profileWords } from '../words/profile';

const { titles } = accountWords;
const title = (text: string): string => `${text} · ${words.app.name}`;

/** The pages through which one comes in, and those that need an account. */
export const accountRoutes: Routes = [
  {
    path: 'sign-in',
    title: title(titles.signIn),
    loadComponent: () => import('../features/sign-in/sign-in-page').then((page) => page.SignInPage),
  },
  {
    path: 'register',
    title: title(titles.register),
    loadComponent: () => import('../features/sign-in/register-page').then((page) => page.RegisterPage),
  },
  {
    path: 'verify-email',
    title: title(titles.verifyEmail),
    loadComponent: () => import('../features/sign-in/verify-email-page').then((page) => page.VerifyEmailPage),
  },
  {
    path: 'forgot-password',
    title: title(titles.password),
    loadComponent: () => import('../features/sign-in/forgot-password-page').then((page) => page.ForgotPasswordPage),
  },
  {
    path: 'reset-password',
    title: title(titles.password),
    loadComponent: () => import('../features/sign-in/reset-password-page').then((page) => page.ResetPasswordPage),
  },
  {
    path: 'set-up',
    title: title(titles.setUp),
    loadComponent: () => import('../features/sign-in/set-up-page').then((page) => page.SetUpPage),
  },
  {
    path: '',
    loadComponent: () => import('./account/account-frame').then((frame) => frame.AccountFrame),
    children: [
      {
        path: 'profile',
        title: title(profileWords.title),
        canMatch: [needsAccount],
        loadComponent: () => import('../features/profile/profile-page').then((page) => page.ProfilePage),
      },
      {
        path: 'security',
        title: title(titles.security),
        canMatch: [needsAccount],
        loadComponent: () => import('../features/security/security-page').then((page) => page.SecurityPage),
      },
      {
        path: 'preferences',
        title: title(accountWords.preferences),
        loadComponent: () => import('../features/preferences/preferences-page').then((page) => page.PreferencesPage),
      },
    ],
  },
  { path: 'admin', canMatch: [needsAccount], loadChildren: () => import('../features/admin/pages').then((admin) => admin.pages) },
];
