export const GENERATED = '<!-- Written by `npm run docs`; edit the source instead. -->';

export const code = (text: string): string => `\`${text}\``;
export const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
