import { TestBed } from '@angular/core/testing';
import { shortestPassword } from '../ui/form/new-password';
import { passwordLength } from '@tideline/contracts';
import { failureText } from '../words/failures';
import { Clock } from './clock';
import { RequestFailure } from './problem';
import { submission } from './submission';

const problem = (code: string, errors?: { path: string; message: string }[]) => ({
  type: '',
  title: '',
  status: 422,
  detail: 'The server says so.',
  instance: '',
  code,
  traceId: '',
  ...(errors ? { errors } : {}),
});

describe('a form that is sent', () => {
  const make = () => TestBed.runInInjectionContext(() => submission());

  it('is not sent while a check fails, and tells what is wrong by field', async () => {
    const form = make();
    const send = jest.fn(async () => 'sent');
    expect(await form.run(send, { email: 'must not be empty' })).toBeUndefined();
    expect([send.mock.calls.length, form.faults()]).toEqual([0, { email: 'must not be empty' }]);
    expect(await form.run(send)).toBe('sent');
    expect([form.faults(), form.failure(), form.busy()]).toEqual([{}, null, false]);
  });

  it('is sent once, however often the button is pressed', async () => {
    const form = make();
    let answer: (value: string) => void = () => undefined;
    const send = jest.fn(() => new Promise<string>((resolve) => (answer = resolve)));
    const first = form.run(send);
    expect([form.busy(), await form.run(send)]).toEqual([true, undefined]);
    answer('sent');
    expect([await first, send.mock.calls.length]).toEqual(['sent', 1]);
  });

  it('takes the server’s words on its fields', async () => {
    const form = make();
    const refused = new RequestFailure(
      'refused',
      422,
      problem('AUTH.PASSWORD_REFUSED', [{ path: 'password', message: 'is common' }]),
      null,
    );
    await form.run(() => Promise.reject(refused));
    expect([form.faults(), failureText(form.failure())]).toEqual([{ password: 'is common' }, 'Please look at what is marked.']);
  });

  it('waits as long as the server asks, counting down', async () => {
    const form = make();
    await form.run(() => Promise.reject(new RequestFailure('refused', 429, problem('AUTH.TOO_MANY_TRIES'), 90_000)));
    expect(failureText(form.failure(), form.waitSeconds())).toBe('There were too many tries. Try again in 90 seconds.');
    TestBed.inject(Clock).observe(Date.now() + 60_000);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(form.waitSeconds()).toBeLessThanOrEqual(30);
    expect(form.waitSeconds()).toBeGreaterThan(0);
  });
});

describe('why something failed', () => {
  it.each([
    [new RequestFailure('offline', 0, null, null), 'This device is offline.'],
    [new RequestFailure('unreachable', 0, null, null), 'The server does not answer.'],
    [new RequestFailure('refused', 401, problem('AUTH.INVALID_CREDENTIALS'), null), 'The e-mail address or the password is not right.'],
    [new RequestFailure('refused', 409, problem('SOMETHING.NEW'), null), 'The server says so.'],
    [new RequestFailure('refused', 500, null, null), 'The server answered with an error (500). Try again now.'],
  ])('%s is said in words', (failure, text) => {
    expect(failureText(failure)).toContain(text);
  });

  it('says nothing of what somebody cancelled', () => {
    expect(failureText(new RequestFailure('refused', 403, problem('AUTH.STEP_UP_REQUIRED'), null))).toBe('');
  });
});

it('counts the same shortest password as the server', () => {
  expect(shortestPassword).toBe(passwordLength.min);
});
