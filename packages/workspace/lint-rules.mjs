/** House rules that the linter does not have. */
const noExportStar = {
  create: (context) => ({
    ExportAllDeclaration(node) {
      if (node.exported === null) {
        context.report({ node, message: "Name what is exported: `export { a, b } from`." });
      }
    },
  }),
};

export default { meta: { name: "house" }, rules: { "no-export-star": noExportStar } };
