#!/usr/bin/env node
// Runs the binary that npm installed for this system.
"use strict";

const { spawn } = require("node:child_process");
const os = require("node:os");

const name = `@policygen/${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "policygen.exe" : "policygen";

let path;
try {
  path = require.resolve(`${name}/bin/${program}`);
} catch {
  console.error(
    `policygen: ${name} is not installed. Either there is no build for this system, or npm left out ` +
      "optional dependencies: install again without --omit=optional.",
  );
  process.exit(2);
}

const child = spawn(path, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    // A terminal sends Ctrl-C to both processes.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
}

child.on("error", (error) => {
  console.error(`policygen: ${path}: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  process.exit(code ?? 128 + os.constants.signals[signal]);
});
