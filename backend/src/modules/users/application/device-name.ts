import Bowser from 'bowser';

const unknown = 'Unknown device';
const longest = 60;

/**
 * What a person knows a device by: `Firefox on Linux`. Of a program the first word of what it calls itself: `curl`. A browser may say
 * anything, so that this helps to recognise a session and proves nothing.
 */
export function deviceName(userAgent: string): string {
  const said = userAgent.replace(/[^\x20-\x7e]/g, '').trim();
  if (said === '') return unknown;
  const parser = Bowser.getParser(said);
  const browser = parser.getBrowserName();
  const system = parser.getOSName();
  if (browser === '') return said.split(/[/\s(;]/, 1)[0]?.slice(0, longest) || unknown;
  return (system === '' ? browser : `${browser} on ${system}`).slice(0, longest);
}
