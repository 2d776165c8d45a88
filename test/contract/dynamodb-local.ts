import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Path of DynamoDBLocal.jar, its libraries beside it or in DynamoDBLocal_lib; undefined without it or without Java. */
export function findDynamoDbLocal(): string | undefined {
  const jar = process.env.DYNAMODB_LOCAL_JAR;
  const hasJava = jar !== undefined && spawnSync('java', ['-version']).status === 0;
  return hasJava ? jar : undefined;
}

/** Amazon's own stand-in, in memory, on a free port. */
export async function startDynamoDbLocal(jar: string): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const port = await freePort();
  const folder = dirname(jar);
  const libraries = join(folder, 'DynamoDBLocal_lib');
  const java = spawn(
    'java',
    [
      `-Djava.library.path=${libraries}:${folder}`,
      ...['-cp', `${jar}:${folder}/*:${libraries}/*`, 'com.amazonaws.services.dynamodbv2.local.main.ServerRunner'],
      ...['-inMemory', '-sharedDb', '-port', String(port)],
    ],
    // It leaves a file of its own where it is started.
    { stdio: 'ignore', cwd: tmpdir() },
  );
  await listening(port, java);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(java, 'exit');
      java.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

// It says nothing when it is ready.
async function listening(port: number, java: ChildProcess): Promise<void> {
  while (java.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await wait(100);
  }
  throw new Error('DynamoDB Local ended at once');
}
