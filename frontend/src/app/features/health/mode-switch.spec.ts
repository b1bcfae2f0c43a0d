import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { modeWords } from '../../words/mode';
import { ModeSwitch } from './mode-switch';

function setUp() {
  TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])] });
  const fixture = TestBed.createComponent(ModeSwitch);
  const element = fixture.nativeElement as HTMLElement;
  fixture.detectChanges();
  const http = TestBed.inject(HttpTestingController);
  function press(status: number, body: object): void {
    element.querySelector('button')?.click();
    http.expectOne('/api/v1/market/mode').flush(body, { status, statusText: `${status}` });
    fixture.detectChanges();
  }
  return { fixture, element, press, http };
}

describe('mode switch', () => {
  it('asks for live and says that it takes effect with the next start', () => {
    const { fixture, element, http } = setUp();
    element.querySelector('button')?.click();
    const request = http.expectOne('/api/v1/market/mode');
    expect(request.request.body).toEqual({ mode: 'live' });
    request.flush({ running: 'simulated', nextStart: 'live' });
    fixture.detectChanges();
    expect(element.textContent).toContain(modeWords.switched);
    expect(element.querySelector('button')).toBeNull();
  });

  it('keeps the button after a failure, and says how to do it where MARKET_MODE has decided', () => {
    const { element, press } = setUp();
    press(500, {});
    expect(element.textContent).toContain(modeWords.failed);
    press(403, { code: 'MARKET.MODE_LOCKED', detail: 'MARKET_MODE is simulated: change it there.' });
    expect(element.textContent).toContain(modeWords.locked);
    expect(element.querySelector('button')).toBeNull();
  });

  it('leads a visitor to sign in where only administrators may', () => {
    const { element, press } = setUp();
    press(401, { code: 'AUTH.REQUIRED', detail: 'Sign in first.' });
    expect(element.textContent).toContain(modeWords.forAdmins);
    expect(element.querySelector('a')?.getAttribute('href')).toBe('/sign-in?return=%2Fhealth');
  });
});
