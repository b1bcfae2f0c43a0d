import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { MailServer } from '../../../test/mail-server';
import { FolderTransport } from './folder-transport';
import type { MailFault, OutgoingMail } from './mail-transport';
import { senderOf } from './message';
import { SmtpTransport } from './smtp-transport';

jest.setTimeout(60_000);

const sender = { name: 'Tïdeline ☂', address: 'tideline@mail.example' };
const never = new AbortController().signal;
const mail = (part: Partial<OutgoingMail> = {}): OutgoingMail => ({
  id: randomUUID(),
  to: 'you@example.org',
  subject: 'Grüße, 世界',
  text: `Hello — a line, and a link: https://tideline.example/verify-email#token=${'a'.repeat(43)}\n.\n.dot\n`,
  html: '<!doctype html><p>Hello — <b>世界</b></p>',
  date: new Date('2026-01-31T12:00:00.250Z'),
  ...part,
});

describe('the SMTP transport', () => {
  const server = new MailServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  beforeEach(() => {
    server.refuse = () => null;
  });

  const faultOf = async (url: string, sent = mail(), signal = never): Promise<MailFault> =>
    new SmtpTransport(url, sender).send(sent, signal).then(
      () => Promise.reject(new Error('it was sent')),
      (error: MailFault) => error,
    );

  it('signs in over STARTTLS and sends text and HTML with every header that a mail should have', async () => {
    const sent = mail();
    await new SmtpTransport(server.url('requireTLS=true'), sender).send(sent, never);
    const [arrived] = server.to('you@example.org');
    if (arrived === undefined) throw new Error('nothing arrived');
    const { parsed, raw, secure, from, to } = arrived;
    expect([secure, from, to]).toEqual([true, 'tideline@mail.example', ['you@example.org']]);
    expect(parsed).toMatchObject({
      from: sender,
      to: [{ address: 'you@example.org', name: '' }],
      subject: sent.subject,
      text: `${sent.text}\n`,
      messageId: `<${sent.id}@mail.example>`,
      date: '2026-01-31T12:00:00.000Z',
      attachments: [],
    });
    expect(parsed.html?.trim()).toBe(sent.html);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(raw.split('\r\n').filter((line) => line.length > 998 || /[\r\n]/.test(line))).toEqual([]);
    // Everything is ASCII on the way, so that no server has to know more.
    expect(/^[\x20-\x7e\r\n\t]*$/.test(raw)).toBe(true);
  });

  it.each([
    ['recipient', 550, 'refused', '5.1.1 no such mailbox'],
    ['recipient', 450, 'deferred', '4.2.0 greylisted, come back later'],
    ['message', 554, 'refused', '5.7.1 spam'],
    ['message', 451, 'deferred', '4.3.0 try again'],
  ] as const)('says of a %s that is answered with %i: %s', async (at, code, kind, text) => {
    server.refuse = () => ({ at, code, text });
    const fault = await faultOf(server.url());
    expect(fault).toMatchObject({ kind, message: expect.stringContaining(`${code} ${text}`) as string });
  });

  it('keeps its password, addresses and the links of the mail out of what it says', async () => {
    const token = 'Abcdefgh_-'.repeat(4);
    server.refuse = () => ({
      at: 'message',
      code: 554,
      text: `<you@example.org>: no "${server.password}" and no https://x.example/#token=${token}\tplease`,
    });
    const { message } = await faultOf(server.url());
    expect(message).toBe('DATA: 554 <…>: no "…" and no https://x.example/#token=… please');
  });

  it('takes a refused sign-in for something that is not the mail’s fault', async () => {
    const fault = await faultOf(server.url('', { user: 'tideline', password: 'not the right one' }));
    expect(fault).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('535') as string });
    expect(fault.message).not.toContain('not the right one');
  });

  it('cannot reach a server that is not there, and does not wait for one that says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    expect(await faultOf(`smtp://127.0.0.1:${port}/?greetingTimeout=200`)).toMatchObject({ kind: 'unreachable' });
    silent.close();
    expect(await faultOf(`smtp://127.0.0.1:${port}`)).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it('does not wait for one that falls silent in the middle, and stops when it is told to', async () => {
    server.refuse = () => 'silence';
    expect(await faultOf(server.url('socketTimeout=300'))).toMatchObject({ kind: 'unreachable' });
    const closing = new AbortController();
    const reason = new Error('the process is closing');
    setTimeout(() => closing.abort(reason), 200);
    expect(await faultOf(server.url(), mail(), closing.signal)).toBe(reason);
  });
});

describe('the folder transport', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'tideline-outbox-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('writes a mail that mail programs can read, once however often it is sent, for its owner only', async () => {
    const sent = mail();
    const transport = new FolderTransport(folder, sender);
    for (let count = 0; count < 2; count++) await transport.send(sent, never);
    const name = `2026-01-31T12-00-00Z-${sent.id}.eml`;
    expect(await readdir(folder)).toEqual([name]);
    const raw = await readFile(join(folder, name), 'utf8');
    expect(await PostalMime.parse(raw)).toMatchObject({ from: sender, subject: sent.subject, text: `${sent.text}\n` });
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it('says that nothing can be sent while the folder is gone', async () => {
    const gone = new FolderTransport(join(folder, 'gone'), sender);
    await expect(gone.send(mail(), never)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('lets no value become a header, a recipient or a path: any subject, address and id', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(
        'a\r\nBcc: evil@example.org',
        'a\nX-Evil: 1\n\nbody',
        '../../evil',
        'a@x.org, evil@example.org',
        '=?utf-8?q?=0ABcc:evil?=',
      ),
    );
    const names = [
      'message-id',
      'date',
      'from',
      'to',
      'subject',
      'auto-submitted',
      'x-auto-response-suppress',
      'mime-version',
      'content-type',
    ];
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, async (subject, local, id) => {
        const empty = await mkdtemp(join(folder, 'case-'));
        const to = `${local.replace(/[^\x21-\x7e]|[<>()[\]\\,;:@"]/g, '') || 'you'}@example.org`;
        await new FolderTransport(empty, sender).send(mail({ subject: `About ${subject}`, to, id }), never);
        const files = await readdir(empty);
        expect(files).toHaveLength(1);
        const parsed = await PostalMime.parse(await readFile(join(empty, files[0] ?? '')));
        expect(parsed.headers.map(({ key }) => key).toSorted()).toEqual(names.toSorted());
        expect([parsed.to?.length, parsed.cc, parsed.bcc]).toEqual([1, undefined, undefined]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the sender', () => {
  it.each([
    ['tideline@localhost', { name: '', address: 'tideline@localhost' }],
    ['Tideline <tideline@localhost>', { name: 'Tideline', address: 'tideline@localhost' }],
    ['"Tïde, line" <a.b+c@x.example>', { name: 'Tïde, line', address: 'a.b+c@x.example' }],
    ['nobody', null],
    ['a@x.org, b@x.org', null],
    ['Team: a@x.org;', null],
    ['A\r\nBcc: <evil@x.org>', null],
    ['', null],
  ])('reads %j', (text, sender) => {
    expect(senderOf(text)).toEqual(sender);
  });
});
