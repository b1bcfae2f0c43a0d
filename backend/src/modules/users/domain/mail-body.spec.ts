import fc from 'fast-check';
import { htmlBody, textBody } from './mail-body';

const link = { label: 'Confirm your address', address: 'https://tideline.example/verify-email#token=abc' };

describe('the body of a mail', () => {
  it('says the same as text and as HTML, the address of a link in full', () => {
    expect(textBody(['Welcome.', link, 'Bye.'])).toBe(`Welcome.\n\nConfirm your address:\n${link.address}\n\nBye.\n\n-- \nTideline\n`);
    const html = htmlBody('Confirm', ['Welcome.', link]);
    expect(html).toContain(`<a href="${link.address}"`);
    expect(html).toContain(`>${link.address}</p>`);
    expect(html).toContain('>Welcome.</p>');
  });

  it('fetches nothing and sets no colour that dark mode would have to fight', () => {
    const html = htmlBody('Confirm', ['Welcome.', link]);
    expect(html).not.toMatch(/<(img|link|script|style|iframe)\b|url\(|@import|src=/i);
    expect(html).not.toMatch(/(?<!color-scheme" content="light dark"|-)\b(background|color):(?!inherit)/);
  });

  it('makes no markup of what stands in it', () => {
    const tags = (html: string) => html.match(/<[a-z!/][^>]*>/gi)?.map((tag) => tag.replace(/"[^"]*"/g, '""'));
    const plain = tags(htmlBody('a', ['b', { label: 'c', address: 'd' }]));
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (subject, paragraph, label, address) => {
        expect(tags(htmlBody(subject, [paragraph, { label, address }]))).toEqual(plain);
      }),
    );
    expect(tags(htmlBody('<b>', ['<script>', { label: '"><img>', address: '" onclick="x' }]))).toEqual(plain);
  });
});
