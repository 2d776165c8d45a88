import { configDefaults, defineConfig } from 'vitest/config';
import type { ProjectConfig } from 'vitest/node';

const project = (name: string, include: string[], testTimeout = 60_000, more: ProjectConfig = {}) => ({
  test: { name, include, exclude: configDefaults.exclude, testTimeout, hookTimeout: 60_000, ...more },
});
const withTrivy = { globalSetup: ['test/trivy/provide-trivy.ts'] };

const pure = 'test/{manifest,image,formats,access}/**/*.spec.ts';
const contract = 'test/{contract,storage}/**/*.spec.ts';
const hosts = 'test/{local,conformance}/**/*.spec.ts';
const infra = 'test/infra/**/*.spec.ts';

export default defineConfig({
  test: {
    // By default one core is left idle, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      project('pure', [pure]),
      // Whatever is nowhere else: no folder can be forgotten.
      project('rooms', ['test/*/**/*.spec.ts'], 60_000, {
        ...withTrivy,
        exclude: [...configDefaults.exclude, pure, contract, hosts, infra],
      }),
      project('contract', [contract]),
      project('hosts', [hosts], 180_000, withTrivy),
      project('shape', ['test/*.spec.ts', infra], 180_000),
    ],
    coverage: {
      provider: 'v8',
      include: ['functions/**/*.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
    },
  },
});
