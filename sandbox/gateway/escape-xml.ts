const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML 1.0 cannot hold, even escaped. */
const isForbidden = (character: string): boolean => character < ' ' && !'\t\n\r'.includes(character);

/** Text as it may stand in XML; characters that XML cannot hold are dropped. */
export function escapeXml(text: string): string {
  const allowed = Array.from(text)
    .filter((character) => !isForbidden(character))
    .join('');
  return allowed.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
