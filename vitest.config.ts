import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout = 10_000) => ({
  test: { name, include, testTimeout, hookTimeout: 60_000 },
});

export default defineConfig({
  test: {
    projects: [
      project('pure', ['test/{manifest,image,formats,access}/**/*.spec.ts']),
      project('rooms', ['test/{scans,api,handlers,cli,registry,trivy,images,faults,security}/**/*.spec.ts'], 30_000),
      project('contract', ['test/{contract,storage}/**/*.spec.ts'], 60_000),
      project('hosts', ['test/{local,conformance}/**/*.spec.ts'], 180_000),
      project('shape', ['test/*.spec.ts', 'test/infra/**/*.spec.ts'], 180_000),
    ],
    coverage: {
      provider: 'v8',
      include: ['functions/**/*.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
    },
  },
});
