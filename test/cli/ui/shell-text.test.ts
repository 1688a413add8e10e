import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { renderVariables } from '../../../cli/ui/shell-text.ts';

const HARD = `it's "$HOME" \\ \`id\``;

it('writes variables that a shell takes as they are, whatever is in them', () => {
  const text = renderVariables({ HARD, HOME: undefined }, 'sh');
  const printed = execFileSync('sh', ['-c', `${text}\nprintf '%s|%s' "$HARD" "\${HOME-unset}"`], {
    encoding: 'utf8',
  });
  expect(printed).toBe(`${HARD}|unset`);
});

it('speaks other shells', () => {
  const variables = { KEY: "it's", AWS_PROFILE: undefined };
  expect(renderVariables(variables, 'fish')).toMatchInlineSnapshot(`
    "set -gx KEY 'it\\'s'
    set -e AWS_PROFILE"
  `);
  expect(renderVariables(variables, 'powershell')).toMatchInlineSnapshot(`
    "$env:KEY = 'it''s'
    Remove-Item Env:AWS_PROFILE -ErrorAction SilentlyContinue"
  `);
  expect(JSON.parse(renderVariables(variables, 'json'))).toEqual({ KEY: "it's", AWS_PROFILE: null });
});
