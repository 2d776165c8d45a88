import type { BuiltImage, ImageBlob } from '../../sample/images/build-image.ts';
import type { BuiltIndex } from '../../sample/images/build-index.ts';

/** Uploads an image or index with all it refers to; `headers` may carry an Authorization. Throws when the registry refuses. */
export async function pushImage(
  registryUrl: string,
  repository: string,
  tag: string,
  image: BuiltImage | BuiltIndex,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const base = `${registryUrl.replace(/\/$/, '')}/v2/${repository}`;
  if ('index' in image) {
    for (const child of [...image.images, ...image.indexes]) {
      await pushImage(registryUrl, repository, manifestOf(child).digest, child, headers);
    }
  } else {
    for (const part of [image.config, ...image.layers]) await pushBlob(base, part, headers);
  }
  const { mediaType, bytes } = manifestOf(image);
  await sent(`${base}/manifests/${tag}`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': mediaType },
    body: Buffer.from(bytes),
  });
}

function manifestOf(image: BuiltImage | BuiltIndex): ImageBlob {
  return 'index' in image ? image.index : image.manifest;
}

async function pushBlob(base: string, part: ImageBlob, headers: Readonly<Record<string, string>>): Promise<void> {
  const { headers: answer } = await sent(`${base}/blobs/uploads/`, { method: 'POST', headers });
  const upload = new URL(answer.get('location') ?? '', base);
  upload.searchParams.set('digest', part.digest);
  await sent(upload.href, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body: Buffer.from(part.bytes),
  });
}

async function sent(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init.method} ${url}: ${answer.status} ${text}`);
  return answer;
}
