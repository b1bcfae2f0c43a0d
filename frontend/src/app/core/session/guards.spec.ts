import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ChangeDetectionStrategy, Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { needsAccount } from './guards';
import { needsAdmin } from './needs-admin';
import { TAB_CHANNEL, TAB_LOCKS } from './tabs';

@Component({ template: '', changeDetection: ChangeDetectionStrategy.OnPush })
class Page {}

const routes = [
  { path: 'security', canMatch: [needsAccount], component: Page },
  {
    path: 'admin',
    canMatch: [needsAccount],
    children: [
      { path: 'users', canMatch: [needsAdmin], component: Page },
      { path: '**', title: 'not for you', component: Page },
    ],
  },
  { path: 'sign-in', component: Page },
  { path: '**', component: Page },
];

/** Opens a path in a browser where this role was signed in before, or nobody, and gives the address where one ends and its route. */
async function visit(asked: string, role: 'user' | 'admin' | null): Promise<[string, string | undefined]> {
  localStorage.setItem('tideline.signed-in', String(role !== null));
  TestBed.resetTestingModule();
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      provideRouter(routes),
      { provide: TAB_CHANNEL, useValue: null },
      { provide: TAB_LOCKS, useValue: null },
    ],
  });
  const http = TestBed.inject(HttpTestingController);
  const harness = await RouterTestingHarness.create();
  const going = harness.navigateByUrl(asked);
  for (let i = 0; i < 50; i += 1) {
    await Promise.resolve();
    for (const asked of http.match('/api/v1/auth/refresh'))
      asked.flush({ accessToken: 't', expiresInSeconds: 900, user: { id: 'a', role } });
  }
  await going;
  const router = TestBed.inject(Router);
  const page = router.routerState.snapshot.root.firstChild;
  const shown = page?.firstChild ?? page;
  return [router.url, shown?.title ?? shown?.routeConfig?.path];
}

describe('guards', () => {
  it.each([
    ['/security', 'user', '/security', 'security'],
    ['/security?x=1', null, '/sign-in?return=%2Fsecurity%3Fx%3D1', 'sign-in'],
    ['/admin/users', 'admin', '/admin/users', 'users'],
    ['/admin/users', 'user', '/admin/users', 'not for you'],
    ['/admin/users', null, '/sign-in?return=%2Fadmin%2Fusers', 'sign-in'],
  ] as const)('lead from %s as %s to %s, the page %s', async (path, role, url, page) => {
    expect(await visit(path, role)).toEqual([url, page]);
  });
});
