#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { compileCacheDirectory } from './compile-cache-directory.ts';
import { processEnvironment, processTerminal } from './terminal.ts';

// Everything else is loaded after this, so that it is compiled once and not at every start.
const environment = processEnvironment();
const cache = compileCacheDirectory(environment);
if (cache !== undefined) enableCompileCache?.(cache);

const { runCli } = await import('./run-cli.ts');
process.exitCode = await runCli(process.argv.slice(2), processTerminal(environment));
