// Package archtest holds no code: its tests prove that the tree is the house that the design describes. Arrows point
// downwards only, the packages that decide are pure, the core needs two modules, files are short, and every package says
// what it promises and shows it in an example.
package archtest
