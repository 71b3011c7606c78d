// Writes the names of countries in each language except English, from the Unicode
// Common Locale Data Repository included in Node.js: `node generate.mjs`.
import { writeFileSync } from "node:fs";

const languages = { de: "de", es: "es", fr: "fr", it: "it", nl: "nl", pl: "pl", pt: "pt-PT" };

// Regions that are not, or are no longer, countries in ISO 3166-1.
const left_out = new Set(
  "AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NT QO QU RH SU TA TP UK UN VD XA XB XK YD YU ZR ZZ".split(" "),
);
// Where the long name is the official one: "Hong Kong SAR China".
const short = new Set(["HK", "MO", "PS"]);
// Where the repository distinguishes two countries by their capitals.
const by_hand = {
  de: { CD: "Demokratische Republik Kongo", CG: "Republik Kongo" },
  fr: { CD: "République démocratique du Congo", CG: "République du Congo" },
  it: { CD: "Repubblica Democratica del Congo", CG: "Repubblica del Congo" },
  nl: { CD: "Democratische Republiek Congo", CG: "Republiek Congo" },
  pt: { CD: "República Democrática do Congo", CG: "República do Congo" },
};

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const codes = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !left_out.has(code));

for (const [language, locale] of Object.entries(languages)) {
  const names = (style) => new Intl.DisplayNames([locale], { type: "region", style, fallback: "none" });
  const [long, brief] = [names("long"), names("short")];
  let text = `# Made by generate.mjs from the Unicode CLDR ${process.versions.cldr}; see LICENSE.\n`;
  for (const code of codes) {
    const name = by_hand[language]?.[code] ?? (short.has(code) ? brief : long).of(code);
    if (name) text += `${code}: ${name}\n`;
  }
  writeFileSync(new URL(`${language}.yaml`, import.meta.url), text);
}
