// Loaded before dependency-cruiser: its reader of swc's syntax trees does not know `using` declarations yet,
// and gives up on a file that has one. They hold the same declarators as `const`.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
/** @type {{ prototype: { visitStatement(statement: any): unknown, visitVariableDeclarators(list: any): unknown } }} */
const Visitor = require('@swc/core/Visitor.js').Visitor
const { visitStatement } = Visitor.prototype

Visitor.prototype.visitStatement = function (statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement)
  this.visitVariableDeclarators(statement.decls)
  return statement
}
