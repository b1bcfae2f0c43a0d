import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { words } from '../../words';
import { ModeSwitch } from './mode-switch';

function setUp() {
  TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
  const fixture = TestBed.createComponent(ModeSwitch);
  const element = fixture.nativeElement as HTMLElement;
  fixture.detectChanges();
  const press = (): void => element.querySelector('button')?.click();
  return { fixture, element, press, http: TestBed.inject(HttpTestingController) };
}

describe('mode switch', () => {
  it('asks for live and says that it takes effect with the next start', () => {
    const { fixture, element, press, http } = setUp();
    press();
    const request = http.expectOne('/api/v1/market/mode');
    expect(request.request.body).toEqual({ mode: 'live' });
    request.flush({ running: 'simulated', nextStart: 'live' });
    fixture.detectChanges();
    expect(element.textContent).toContain(words.mode.switched);
    expect(element.querySelector('button')).toBeNull();
  });

  it('says how to do it when the server refuses with 403, and keeps the button after a failure', () => {
    const { fixture, element, press, http } = setUp();
    press();
    http.expectOne('/api/v1/market/mode').flush({}, { status: 500, statusText: 'Internal Server Error' });
    fixture.detectChanges();
    expect(element.textContent).toContain(words.mode.switchFailed);
    press();
    http.expectOne('/api/v1/market/mode').flush({}, { status: 403, statusText: 'Forbidden' });
    fixture.detectChanges();
    expect(element.textContent).toContain(words.mode.switchLocked);
  });
});
