const offered = [
  ...(['en-GB', 'en-US', 'de-DE', 'de-AT', 'de-CH', 'fr-FR', 'es-ES', 'it-IT', 'nl-NL', 'pl-PL'] as const),
  ...(['pt-BR', 'pt-PT', 'sv-SE', 'da-DK', 'fi-FI', 'nb-NO', 'cs-CZ', 'tr-TR', 'ja-JP', 'ko-KR', 'zh-CN'] as const),
];

/** Locales to choose from with their names in English, by name; `chosen` is among them whatever it is. */
export function localeNames(chosen: string): { tag: string; name: string }[] {
  const names = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' });
  const tags = [...new Set<string>([...offered, chosen])];
  return tags.map((tag) => ({ tag, name: names.of(tag) ?? tag })).sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Every zone this browser knows, with UTC and that of the device, which some browsers leave out. */
export function timeZones(device: string): string[] {
  return [...new Set(['UTC', device, ...Intl.supportedValuesOf('timeZone')])].sort();
}

/** The zone that is meant, whatever its case; a name that browsers know without listing it, such as Asia/Kolkata, is taken as it is typed. */
export function zoneNamed(text: string, zones: readonly string[]): string | undefined {
  const wanted = text.trim();
  const listed = zones.find((zone) => zone.toLowerCase() === wanted.toLowerCase());
  if (listed !== undefined || !/^[A-Za-z]/.test(wanted)) return listed;
  try {
    new Intl.DateTimeFormat('en', { timeZone: wanted });
    return wanted;
  } catch {
    return undefined;
  }
}

/** A time as it is written in a locale and zone, the weekday with it: `Sat, 21 Nov 2026, 14:02`. */
export function sampleOf(locale: string, timeZone: string | undefined, at: number): string {
  const shape = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(locale, { ...shape, timeZone }).format(at);
}
