/** A link to follow: what it does, and where it leads. */
export interface MailLink {
  label: string;
  address: string;
}

export type MailParagraph = string | MailLink;

/** Colours are left to the reader's mail program, so that light and dark are both readable; nothing is fetched from anywhere. */
const page = 'margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const column = 'max-width:560px;margin:0 auto';
const brand = 'margin:0 0 24px;font-weight:600;letter-spacing:.04em';
const heading = 'margin:0 0 16px;font-size:20px;line-height:1.3';
const text = 'margin:0 0 16px';
const button =
  'display:inline-block;padding:10px 20px;border:1px solid currentColor;border-radius:6px;color:inherit;font-weight:600;text-decoration:none';
const small = 'margin:0 0 16px;font-size:13px;word-break:break-all';

/** Writes a mail as plain text. */
export function textBody(paragraphs: readonly MailParagraph[]): string {
  const lines = paragraphs.map((part) => (typeof part === 'string' ? part : `${part.label}:\n${part.address}`));
  return `${lines.join('\n\n')}\n\n-- \nTideline\n`;
}

/** Writes the same mail as HTML; whatever stands in it is text. */
export function htmlBody(subject: string, paragraphs: readonly MailParagraph[]): string {
  const body = paragraphs.map((part) => (typeof part === 'string' ? `<p style="${text}">${escaped(part)}</p>` : linkHtml(part)));
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head>`,
    `<body style="${page}">`,
    `<div style="${column}">`,
    `<p style="${brand}">Tideline</p>`,
    `<h1 style="${heading}">${escaped(subject)}</h1>`,
    ...body,
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** The address stands there as well: some programs show no buttons, and some people look where a link leads. */
function linkHtml({ label, address }: MailLink): string {
  const href = escaped(address);
  return [`<p style="${text}"><a href="${href}" style="${button}">${escaped(label)}</a></p>`, `<p style="${small}">${href}</p>`].join('\n');
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
