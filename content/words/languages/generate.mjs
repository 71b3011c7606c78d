// Writes each language's name in that language, from the Unicode Common Locale
// Data Repository included in Node.js: `node generate.mjs`.
import { writeFileSync } from "node:fs";

const letters = [..."abcdefghijklmnopqrstuvwxyz"];
const two = letters.flatMap((a) => letters.map((b) => a + b));
const three = two.flatMap((start) => letters.map((c) => start + c));
// Languages that have several scripts, or that differ by country.
const variants = ["zh-Hans", "zh-Hant", "sr-Cyrl", "sr-Latn", "uz-Cyrl", "az-Cyrl", "bs-Cyrl", "pa-Arab", "pt-BR", "pt-PT", "en-GB", "en-US", "fr-CA", "fr-CH", "de-AT", "de-CH", "es-MX", "nl-BE"];

function name(tag) {
  try {
    // Skip older tags that stand for another.
    if (Intl.getCanonicalLocales(tag)[0] !== tag) return undefined;
    const names = new Intl.DisplayNames([tag], { type: "language", fallback: "none" });
    // Without data for the language, the name would be in the language of this machine.
    const known = new Intl.Locale(names.resolvedOptions().locale).language === new Intl.Locale(tag).language;
    return known ? names.of(tag) : undefined;
  } catch {
    return undefined;
  }
}

// A name starts a line of a list, so it is capitalised. Georgian has no capitals.
const capital = (text, tag) => tag === "ka" ? text : text.slice(0, [...text][0].length).toLocaleUpperCase(tag) + text.slice([...text][0].length);

let text = `# Made by generate.mjs from the Unicode CLDR ${process.versions.cldr}; see ../countries/LICENSE.\n`;
for (const tag of [...two, ...three, ...variants].sort()) {
  const found = name(tag);
  if (found) text += `${tag}\t${capital(found, tag)}\n`;
}
writeFileSync(new URL("names.tsv", import.meta.url), text);
