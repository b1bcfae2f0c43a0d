// Holds the alert rules with Prometheus' own tool where it is installed, and the dashboard to what Grafana needs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';

const monitoring = resolve(import.meta.dirname, '..', 'monitoring');
const promtool = (...args) => spawnSync('promtool', args, { cwd: join(monitoring, 'prometheus'), encoding: 'utf8' });
const installed = promtool('--version').error === undefined;
if (!installed) process.stdout.write('promtool is not installed: the alert rules are not run\n');

describe('monitoring', () => {
  if (installed) {
    test('Prometheus accepts the configuration and the rules', () => {
      const { status, stdout, stderr } = promtool('check', 'config', 'prometheus.yml');
      assert.equal(status, 0, stdout + stderr);
    });

    test('every alert fires on what it is for and stays quiet before', () => {
      const { status, stdout, stderr } = promtool('test', 'rules', 'rules.test.yml');
      assert.equal(status, 0, stdout + stderr);
    });
  }

  test('every alert has a case in the rule tests', () => {
    const alerts = [...readFileSync(join(monitoring, 'prometheus/rules.yml'), 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    const cases = readFileSync(join(monitoring, 'prometheus/rules.test.yml'), 'utf8');
    assert.ok(alerts.length > 0);
    assert.deepEqual(
      alerts.filter((name) => !cases.includes(`alertname: ${name}\n`)),
      [],
    );
  });

  test('the dashboard has panels with queries, each on the provisioned data source and in its own place', () => {
    const { panels } = JSON.parse(readFileSync(join(monitoring, 'grafana/dashboards/tideline.json'), 'utf8'));
    const source = readFileSync(join(monitoring, 'grafana/provisioning/datasources/prometheus.yml'), 'utf8');
    const charts = panels.filter(({ type }) => type !== 'row');
    assert.ok(charts.length >= 15);
    for (const { title, datasource, targets } of charts) {
      assert.ok(source.includes(`uid: ${datasource.uid}`), title);
      assert.ok(
        targets.every(({ expr }) => expr.length > 0),
        title,
      );
    }
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    assert.equal(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size, panels.length);
  });
});
