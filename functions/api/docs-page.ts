import { createHash } from 'node:crypto';
import { type Answer, textAnswer } from './answer.ts';
import { problemKinds } from './problem.ts';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
pre, code { font-family: ui-monospace, monospace; font-size: 0.9em }
pre { padding: 0.75rem; overflow-x: auto; border: 1px solid #8888; border-radius: 4px }
table { border-collapse: collapse } td, th { text-align: left; padding: 0.25rem 1rem 0.25rem 0; vertical-align: top }
td:first-child { white-space: nowrap }
`;

const problems = Object.entries(problemKinds)
  .map(
    ([code, { status, title }]) =>
      `<tr id="${code}"><td>${status}</td><td><code>${code}</code></td><td>${title}.</td></tr>`,
  )
  .join('\n');

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>drydock: scan a Kubernetes manifest</title>
<style>${style}</style>
</head>
<body>
<h1>drydock</h1>
<p>Send a Kubernetes manifest, get its security score: the request, the rules and the answer of <code>kubesec http</code>.</p>
<pre>curl -sSX POST --data-binary @pod.yaml "$URL/scan"</pre>
<p>YAML or JSON, several documents separated by <code>---</code>. Every method but GET scans, on every path that is not listed
below, so <code>curl -T pod.yaml "$URL/"</code> works as well. The request's content type means nothing. The answer is 200 with
one report a document, or 400 with one line that says what is wrong with the body; a report with <code>"valid": false</code>
did not fit the schema of its kind.</p>
<h2>Options of a scan</h2>
<table>
<tr><td><code>?rule=Privileged</code></td><td>only this rule; may be repeated</td></tr>
<tr><td><code>?exclude=RunAsUser</code></td><td>all rules but this one; may be repeated</td></tr>
<tr><td><code>?min-score=3</code></td><td>the same answer with status 422 when a document is invalid or scores less:
<code>curl --fail-with-body</code> then stops a pipeline</td></tr>
<tr><td><code>?profile=strict</code></td><td>every workload kind gets every rule, and a good setting counts only when all
containers have it</td></tr>
<tr><td><code>?format=sarif</code></td><td>or <code>junit</code>, <code>table</code>, <code>markdown</code>; also by
<code>Accept: application/sarif+json</code>, <code>application/junit+xml</code> or <code>text/markdown</code></td></tr>
</table>
<h2>Scan an image</h2>
<pre>curl -sS -H 'Prefer: wait=25' -d image=nginx:1.27 "$URL/scan/image"</pre>
<p>Answers 202 with <code>Location: /scans/{id}</code>, or 200 with the result when the image is known or the scan ends while the
request waits. JSON works as well: <code>{"image", "platform"?, "credentials"?, "fresh"?, "scanners"?}</code>.</p>
<table>
<tr><td><code>POST /scan/image</code></td><td>as above; <code>Idempotency-Key</code> is honoured</td></tr>
<tr><td><code>GET /scans/{id}</code></td><td><code>?severity=CRITICAL,HIGH</code>, <code>?ignore-unfixed=true</code>,
<code>?pkg-types=os,library</code>, <code>?format=json</code>, <code>trivy</code>, <code>sarif</code>, <code>table</code> or
<code>markdown</code>, <code>?fail-on=CRITICAL</code> (422), <code>?limit=</code> and <code>?cursor=</code> of findings</td></tr>
<tr><td><code>GET /scans?kind=image</code></td><td>newest first; <code>&amp;image=nginx:1.27</code>, or <code>nginx</code> for all tags</td></tr>
<tr><td><code>GET /images</code></td><td>each image with its newest result</td></tr>
<tr><td><code>GET /images/{digest}</code></td><td>one image with its history; <code>DELETE</code> forgets it, its scans and reports</td></tr>
<tr><td><code>GET /images/{digest}/history</code></td><td>its results, each with what it changed</td></tr>
<tr><td><code>GET /images/{digest}/diff</code></td><td>what is different between two of them</td></tr>
<tr><td><code>GET /diff?from=…&amp;to=…</code></td><td>what is different between two images</td></tr>
<tr><td><code>GET /cves</code>, <code>GET /cves/{id}</code></td><td>vulnerabilities, and the images that have one</td></tr>
<tr><td><code>GET /watches</code>, <code>GET /watches/{id}</code></td><td>what is watched; <code>POST /watches</code> pins or stops, <code>DELETE</code> forgets</td></tr>
<tr><td><code>GET /reports</code></td><td>a large report, only by a link that this server signed</td></tr>
</table>
<h2>Stored scans</h2>
<p>The result of a scan is kept, the manifest is not. A scan's answer names it: <code>Drydock-Scan-Id</code>, and
<code>Location</code> unless <code>Drydock-Stored</code> is <code>false</code>.</p>
<table>
<tr><td><code>GET /scans</code></td><td>newest first; <code>?object=Pod/web.default</code>, <code>?limit=1…100</code>,
<code>?cursor=</code> with <code>nextCursor</code> of the page before</td></tr>
<tr><td><code>GET /scans/{id}</code></td><td>one scan</td></tr>
<tr><td><code>DELETE /scans/{id}</code></td><td>forget it</td></tr>
</table>
<h2>API keys</h2>
<p>What is not open asks for <code>Authorization: Bearer ddk_…</code>. A key that is brought is checked on every route but
<code>/healthz</code>. These routes are for the scope <code>admin</code>; bodies are JSON, times are seconds.</p>
<table>
<tr><td><code>POST /keys</code></td><td><code>{"name": "ci", "scopes": ["scan:write"], "lifetime": 7776000}</code>; the answer
holds the key this once. Scopes: <code>scan:write</code>, <code>report:read</code>, <code>report:delete</code>,
<code>admin</code></td></tr>
<tr><td><code>GET /keys</code></td><td>newest first, never their secrets</td></tr>
<tr><td><code>GET /keys/{id}</code></td><td>one key</td></tr>
<tr><td><code>DELETE /keys/{id}</code></td><td>revoke it</td></tr>
<tr><td><code>POST /keys/{id}/rotate</code></td><td><code>{"overlap": 86400}</code>: a successor; the old key works so much
longer</td></tr>
<tr><td><code>POST /keys/bootstrap</code></td><td>the first admin key; 403 where there is one</td></tr>
</table>
<h2>Rescans</h2>
<p>Watched images are matched again when the vulnerability database changes, without pulling them.</p>
<table>
<tr><td><code>POST /rescans</code></td><td><code>{"all": true}</code>, <code>{"repository": "ghcr.io/team/*"}</code> or
<code>{"cve": "CVE-2026-1"}</code>: now</td></tr>
<tr><td><code>GET /rescans</code></td><td>runs, newest first; <code>GET /rescans/{id}</code> one and how far it is</td></tr>
</table>
<h2>Notifications</h2>
<p>Who is told what is new, for the scope <code>admin</code>. Webhooks get signed CloudEvents (Standard Webhooks).</p>
<table>
<tr><td><code>PUT /subscriptions/{name}</code></td><td><code>{"target": {"type": "webhook", "url": "…"}, "filter": {"severities":
["CRITICAL"], "fixable": true}, "digest": {"every": "day"}}</code>; the first answer holds the secret this once</td></tr>
<tr><td><code>GET /subscriptions</code></td><td>all of them; <code>GET</code> and <code>DELETE /subscriptions/{name}</code> one</td></tr>
<tr><td><code>POST /subscriptions/{name}/test</code></td><td>a message that says that it works</td></tr>
<tr><td><code>GET /subscriptions/{name}/deliveries</code></td><td>messages and how they fared</td></tr>
<tr><td><code>POST /subscriptions/{name}/replay</code></td><td>what failed is sent again</td></tr>
<tr><td><code>POST /subscriptions/{name}/rotate</code></td><td>a new secret; both sign for a day</td></tr>
</table>
<h2>Operation</h2>
<table>
<tr><td><code>/docs</code></td><td>this page, where every other GET leads</td></tr>
<tr><td><code>/openapi.json</code></td><td>this page for programs: OpenAPI 3.1</td></tr>
<tr><td><code>/healthz</code></td><td><code>OK</code></td></tr>
<tr><td><code>/metrics</code></td><td>Prometheus text, where this server keeps its metrics itself</td></tr>
</table>
<h2>Errors</h2>
<p>A scan that kubesec refuses is refused in its plain text. Everything else answers <code>application/problem+json</code>
(RFC 9457) with a <code>code</code> and the <code>requestId</code> that the log has, too.</p>
<table>
${problems}
</table>
</body>
</html>
`;

const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The page that a browser is sent to: static, without scripts. */
export function docsAnswer(): Answer {
  const answer = textAnswer(200, page, 'text/html; charset=utf-8');
  return { ...answer, headers: { ...answer.headers, 'content-security-policy': policy } };
}
