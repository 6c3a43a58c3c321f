import { safeText } from '../escape.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text for an element's content or a quoted attribute. */
export function escapeHtml(text: string): string {
  return safeText(text).replaceAll(/[&<>"'`]/g, (character) => ENTITIES[character] ?? character);
}

/**
 * JSON for a script element, in which neither `</script>` nor `<!--` can appear, and which is JavaScript too.
 * @param value all texts in it are safe already.
 */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
