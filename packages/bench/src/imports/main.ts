// A process of its own: imports the modules that are named, and prints how many milliseconds that took.

const names = process.argv.slice(2);

const start = performance.now();
for (const name of names) await import(name);
console.log(performance.now() - start);
