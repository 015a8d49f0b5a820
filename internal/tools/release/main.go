package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/tools/release v0.x.y")
		os.Exit(2)
	}
	tags, err := release(".", os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
	fmt.Println("tagged; push in this order, the core first:")
	for _, t := range tags {
		fmt.Println("  git push origin", t)
	}
}

// release commits and tags the version in the repository that holds dir, and returns the tags in
// the order in which they are to be pushed.
func release(dir, version string) ([]string, error) {
	root, err := git(dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	if err := ready(root, version); err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp("", "release")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	tree := filepath.Join(tmp, "tree")
	if _, err := git(root, "worktree", "add", "--quiet", "--detach", tree, "HEAD"); err != nil {
		return nil, err
	}
	defer git(root, "worktree", "remove", "--force", tree)
	mods, err := loadModules(tree)
	if err != nil {
		return nil, err
	}
	if err := setVersion(mods, version); err != nil {
		return nil, err
	}
	if _, err := git(tree, "add", "--all"); err != nil {
		return nil, err
	}
	if _, err := git(tree, "commit", "--quiet", "--message", "Release "+version); err != nil {
		return nil, err
	}
	var tags []string
	for _, m := range mods {
		if !m.published() {
			continue
		}
		t := m.tag(version)
		if _, err := git(tree, "tag", "--annotate", "--message", m.path+" "+version, t); err != nil {
			return tags, err
		}
		tags = append(tags, t)
	}
	return tags, nil
}

// ready reports why the version cannot be released from the repository as it is, or nil.
func ready(root, version string) error {
	if err := module.CheckPathMajor(version, ""); err != nil || semver.Canonical(version) != version {
		return fmt.Errorf("%q: want a version such as v0.1.0", version)
	}
	changes, err := git(root, "status", "--porcelain")
	if err != nil {
		return err
	}
	if changes != "" {
		return fmt.Errorf("the working tree has changes:\n%s", changes)
	}
	tags, err := git(root, "tag", "--list", version, "*/"+version)
	if err != nil {
		return err
	}
	if tags != "" {
		return fmt.Errorf("there are tags of %s already: %s", version, strings.Fields(tags))
	}
	log, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		return err
	}
	heading := "## [" + strings.TrimPrefix(version, "v") + "]"
	if semver.Prerelease(version) == "" && !strings.Contains(string(log), heading) {
		return fmt.Errorf("CHANGELOG.md has no section %q", heading)
	}
	return nil
}
