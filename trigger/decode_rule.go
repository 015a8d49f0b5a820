package trigger

// A decoder reads rules from the tree of their text by hand, and not by encoding/json, for three
// things that it does not do: it tells all faults and not the first, each with the place of the
// value; a member that is misspelt is a fault and not passed over, since a condition that is left
// out lets a rule fire everywhere; and values keep the kind that they were written in, so that "5"
// is never 5. After a fault it goes on with the zero value. Nothing is made of it: faults give no
// Set.

// rule reads one rule. Here, as in the methods below it, a case of the switch is a member of the
// JSON form, and what no case knows is a fault that names the nearest member.
func (d *decoder) rule(n *tree, at string) Rule {
	var r Rule
	d.object(n, at, func(name, at string, v *tree) bool {
		switch name {
		case "id":
			r.ID = d.text(v, at)
		case "note":
			r.Note = d.text(v, at)
		case "enabled":
			// JSON says "enabled", with true for what is not written. The field says the opposite,
			// so that a zero Rule is on.
			r.Disabled = !d.truth(v, at)
		case "type":
			// "rule" is the word that JSON has for the zero Type.
			if r.Type = Type(d.text(v, at)); r.Type == "rule" {
				r.Type = Act
			}
		case "priority":
			r.Priority = d.integer(v, at)
		case "group":
			r.Group = d.text(v, at)
		case "groups":
			r.Groups = items(d, v, at, d.text)
		case "on":
			r.On = items(d, v, at, func(n *tree, at string) Moment { return Moment(d.text(n, at)) })
		case "when":
			r.When = d.cond(v, at, 0)
		case "do":
			r.Do = items(d, v, at, d.action)
		default:
			return d.ruleTiming(&r, name, at, v)
		}
		return true
	})
	return r
}

// ruleTiming is the rest of rule: members that bound when and how often a rule fires. It reports
// whether it knows the member.
func (d *decoder) ruleTiming(r *Rule, name, at string, v *tree) bool {
	switch name {
	case "hold":
		r.Hold = d.duration(v, at)
	case "from":
		r.From = d.instant(v, at)
	case "until":
		r.Until = d.instant(v, at)
	case "rollout":
		r.Rollout = d.rollout(v, at)
	case "variants":
		r.Variants = items(d, v, at, d.variant)
	case "limits":
		r.Limits = items(d, v, at, d.limit)
	case "uncapped":
		r.Uncapped = d.truth(v, at)
	case "quiet":
		r.Quiet = d.quiet(v, at)
	default:
		return false
	}
	return true
}

// cond stops where Compile would, so that hostile input cannot make it recurse.
func (d *decoder) cond(n *tree, at string, depth int) Cond {
	var c Cond
	if depth > maxDepth {
		d.faults.add(at, tooDeep)
		return c
	}
	if n.kind == '[' {
		d.faults.add(at, `an object is expected, not a list; conditions that must all hold are {"all": […]}`)
		return c
	}
	// Which of the members go together is not looked at here: the builder says it, for rules made
	// in Go as well.
	kid := func(n *tree, at string) Cond { return d.cond(n, at, depth+1) }
	d.object(n, at, func(name, at string, v *tree) bool {
		switch name {
		case "all":
			c.All = items(d, v, at, kid)
		case "any":
			c.Any = items(d, v, at, kid)
		case "not":
			not := kid(v, at)
			c.Not = &not
		case "attr":
			c.Attr = d.text(v, at)
		case "op":
			c.Op = Op(d.text(v, at))
		case "value":
			c.Value = d.value(v, at)
		case "fold":
			c.Fold = d.truth(v, at)
		default:
			return false
		}
		return true
	})
	return c
}

// rollout reads a rollout. Compile checks what its numbers mean.
func (d *decoder) rollout(n *tree, at string) *Rollout {
	var r Rollout
	d.object(n, at, func(name, at string, v *tree) bool {
		switch name {
		case "percent":
			r.Percent = d.number(v, at)
		case "seed":
			r.Seed = d.text(v, at)
		case "by":
			r.By = d.text(v, at)
		case "range":
			// Ranges are shares of 1, as GrowthBook writes its namespaces, though percent is of
			// 100.
			ends := items(d, v, at, d.number)
			if len(ends) != 2 {
				d.faults.add(at, "two numbers are expected")
				break
			}
			r.Range = [2]float64(ends)
		default:
			return false
		}
		return true
	})
	return &r
}

// variant reads one of the ways in which a rule may act. Without "do" it does what the rule does.
func (d *decoder) variant(n *tree, at string) Variant {
	var x Variant
	d.object(n, at, func(name, at string, v *tree) bool {
		switch name {
		case "id":
			x.ID = d.text(v, at)
		case "weight":
			x.Weight = d.integer(v, at)
		case "do":
			x.Do = items(d, v, at, d.action)
		default:
			return false
		}
		return true
	})
	return x
}

// limit reads one cap. "per" stays a text here, "24h", "visit" or "calendar:Europe/Berlin": the
// builder makes a window of it, and refuses what is none.
func (d *decoder) limit(n *tree, at string) Limit {
	var l Limit
	d.object(n, at, func(name, at string, v *tree) bool {
		switch name {
		case "max":
			l.Max = d.integer(v, at)
		case "per":
			l.Per = d.text(v, at)
		case "scope":
			l.Scope = d.text(v, at)
		default:
			return false
		}
		return true
	})
	return l
}

// quiet reads for how long something that happened keeps the rule silent. A length that is not
// written is none, except that a dismissed prompt without one never comes back.
func (d *decoder) quiet(n *tree, at string) Quiet {
	var q Quiet
	d.object(n, at, func(name, at string, v *tree) bool {
		switch name {
		case "dismissed":
			q.Dismissed = d.duration(v, at)
		case "engaged":
			q.Engaged = d.duration(v, at)
		case "chat_ended":
			q.ChatEnded = d.duration(v, at)
		case "answered":
			q.Answered = d.truth(v, at)
		case "scope":
			q.Scope = d.text(v, at)
		default:
			return false
		}
		return true
	})
	return q
}

// action reads one thing that a rule does. All members of all types are read; which of them belong
// to the type is for builder.action, which says so by name.
func (d *decoder) action(n *tree, at string) Action {
	var a Action
	d.object(n, at, func(name, at string, v *tree) bool {
		switch name {
		case "type":
			a.Type = ActionType(d.text(v, at))
		case "text":
			a.Text = d.dictionary(v, at)
		case "expire":
			a.Expire = d.duration(v, at)
		case "queue":
			a.Queue = d.text(v, at)
		case "tag":
			a.Tag = d.text(v, at)
		case "form":
			a.Form = d.text(v, at)
		case "url":
			a.URL = d.text(v, at)
		case "name":
			a.Name = d.text(v, at)
		case "data":
			a.Data = d.dictionary(v, at)
		case "priority":
			a.Priority = d.integer(v, at)
		case "skill":
			a.Skill = d.text(v, at)
		case "level":
			a.Level = d.integer(v, at)
		default:
			return false
		}
		return true
	})
	return a
}
