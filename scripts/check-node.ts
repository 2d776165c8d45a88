const oldest = 24;

if (Number(process.versions.node.split('.')[0]) < oldest) {
  process.stderr.write(`Node ${oldest} or newer is needed here, this is ${process.version}\n`);
  process.exit(1);
}
