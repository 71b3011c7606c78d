// Prints a YAML file as JSON. Errors, warnings and duplicate keys fail.
//
//   node parse.mjs FILE
import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";

const [file] = process.argv.slice(2);
const document = parseDocument(readFileSync(file, "utf8"), { strict: true, uniqueKeys: true, version: "1.2" });
const faults = [...document.errors, ...document.warnings];
for (const fault of faults) console.error(`${file}: ${fault.message}`);
if (faults.length) process.exit(1);
console.log(JSON.stringify(document.toJS()));
