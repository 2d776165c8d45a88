#!/usr/bin/env node
import { keepCompiledCode } from './compile-cache.ts';
import { processEnvironment, processTerminal } from './terminal.ts';

const environment = processEnvironment();
keepCompiledCode(environment);
const { runCli } = await import('./run-cli.ts');
process.exitCode = await runCli(process.argv.slice(2), processTerminal(environment));
