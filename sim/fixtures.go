package sim

// The values that random environments are made of; one that is listed several times is that much likelier. Aliases, display
// names and reasons use several scripts, as real ones do.
var (
	demoUsers = []User{
		{Name: "ada", DisplayName: "Ada Lovelace", Email: "ada@example.com"},
		{Name: "grace", DisplayName: "Grace Hopper", Email: "grace@example.com"},
		{Name: "linus", DisplayName: "Linus", Email: "linus@example.com"},
		{Name: "ken", DisplayName: "Ken Thompson", Email: "ken@example.com"},
		{Name: "barbara", DisplayName: "Barbara Liskov", Email: "barbara@example.com"},
		{Name: "jose", DisplayName: "José Núñez", Email: "jose@example.com"},
		{Name: "hanako", DisplayName: "山田 花子", Email: "hanako@example.com"},
		{Name: "layla", DisplayName: "ليلى حداد", Email: "layla@example.com"},
		{Name: "margaret", DisplayName: "Margaret Hamilton", Email: "margaret@example.com"},
		{Name: "dennis", Email: "dennis@example.com"},
	}
	ides = []IDE{
		{Name: "VSCode"}, {Name: "VSCode"}, {Name: "VSCode"}, {Name: "Cloud9"},
		{Name: "IntelliJ", Runtime: "public.ecr.aws/jetbrains/iu"},
		{Name: "PyCharm", Runtime: "public.ecr.aws/jetbrains/py"},
		{Name: "GoLand", Runtime: "public.ecr.aws/jetbrains/go"},
		{},
	}
	instanceTypes = []string{
		"dev.standard1.small", "dev.standard1.small", "dev.standard1.medium",
		"dev.standard1.large", "dev.standard1.xlarge",
	}
	timeouts   = []int16{15, 15, 15, 15, 30, 30, 45, 60, 60, 120, 240, 480}
	storages   = []int16{16, 16, 32, 64}
	branches   = []string{"main", "main", "main", "v2", "exp-12", "feature/login", "fix/timeouts", "release-4.1"}
	aliasWords = []string{
		"dev", "review", "debug", "spike", "sandbox", "load-test", "notebook", "ci", "hotfix", "refactor", "bench",
		"docs", "migration", "demo", "wasm", "upgrade", "onboarding", "pairing", "profiling", "tmp",
	}
	nonASCIIAliases = []string{"データ処理", "検証環境", "تجربة-الأداء", "café-élan", "naïve-übung", "проверка", "실험실", "δοκιμή"}
	failureReasons  = []string{
		"Compute limit exceeded",
		"devfile not found in repository",
		"We encountered an unknown exception when launching your Dev Environment",
		"Image pull failed: public.ecr.aws/acme/dev:4 not found",
		"起動に失敗しました: イメージを取得できません",
	}
	// hostileStrings try to control the terminal, to shift columns, and to look like something else.
	hostileStrings = []string{
		"\x1b]52;c;cm0gLXJmIH4=\x07clip",
		"\x1b[2J\x1b[Hgone",
		"\u202etxt.exe",
		"two\nlines",
		"tab\there\rback",
		"\u009b31mred",
		"zero\u200bwidth\u2066iso\u2069",
		"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字" +
			"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
		"e\u0301\u0301\u0301\u0301\u0301\u0301",
		"👩‍👩‍👧‍👦👍🏽",
		"\x00nul\x7fdel",
	}
)

// demoProject is a project of the demo with its number of running and of stopped environments.
type demoProject struct {
	name, display     string
	running, stopped  int
	denied, notMember bool
}

var demoSpaces = []struct {
	Space
	admin    bool
	projects []demoProject
}{
	{Space{"acme", "ACME Corporation", "Everything that ships", "us-west-2"}, true, []demoProject{
		{name: "payments-api", display: "Payments API"},
		{name: "web-frontend", display: "Web Frontend", running: 4, stopped: 6},
		{name: "data-lake", display: "Data Lake", running: 2, stopped: 3, denied: true},
		{name: "ml-training", display: "ML Training", running: 9, stopped: 7},
		{name: "mobile-app", display: "تطبيق الجوال", running: 1, stopped: 5},
		{name: "infra-live", display: "Infra (live)", running: 6, stopped: 9},
		{name: "search", display: "検索", running: 3, stopped: 4},
		{name: "checkout", display: "Checkout", running: 5, stopped: 6},
		{name: "design-system", display: "Design System", running: 1, stopped: 3},
		{name: "docs-site", display: "Documentación"},
		{name: "identity", display: "Identity", running: 2, stopped: 6},
		{name: "notifications", display: "Notifications", running: 1, stopped: 5},
		{name: "billing", display: "Billing", running: 1, stopped: 7},
		{name: "fraud-detection", display: "Détection de fraude", running: 1, stopped: 6},
		{name: "inventory", display: "Inventory", stopped: 8},
		{name: "recommendations", display: "おすすめ", running: 1, stopped: 6},
		{name: "reporting", display: "Reporting", stopped: 7},
		{name: "gateway", display: "Gateway", running: 1, stopped: 5},
		{name: "feature-flags", display: "Feature Flags", stopped: 4},
		{name: "edge-cache", display: "Edge Cache", stopped: 6},
		{name: "shipping", display: "Shipping", running: 1, stopped: 7},
		{name: "pricing", display: "Pricing", stopped: 6},
		{name: "support-desk", display: "Служба поддержки", stopped: 5},
		{name: "analytics", display: "Analytics", running: 1, stopped: 8},
		{name: "etl", display: "ETL", stopped: 6},
		{name: "localization", display: "Lokalisierung für alle", stopped: 5},
		{name: "experiments", display: "Experiments", stopped: 9},
		{name: "release-tools", display: "Release Tools", stopped: 4},
		{name: "chaos-lab", display: "Chaos Lab", stopped: 3},
		{name: "legacy-monolith", display: "Legacy Monolith", stopped: 12},
		{name: "onboarding", display: "Onboarding", stopped: 2},
		{name: "hr-portal", display: "HR Portal", running: 1, stopped: 2, notMember: true},
	}},
	{Space{"platform", "Platform", "What the others build on", "us-west-2"}, false, []demoProject{
		{name: "control-plane", display: "Control Plane", running: 3, stopped: 7},
		{name: "observability", display: "Observability", running: 3, stopped: 6},
		{name: "build-farm", display: "Build Farm", running: 2, stopped: 8},
		{name: "kernel", display: "Kernel", running: 2, stopped: 5},
		{name: "network", display: "Network", running: 2, stopped: 6},
		{name: "storage", display: "ストレージ", running: 1, stopped: 5},
		{name: "secrets", display: "Secrets", running: 1, stopped: 3},
		{name: "runtime", display: "Runtime", running: 1, stopped: 6},
		{name: "sdk", display: "SDK", running: 1, stopped: 4},
		{name: "cli-tools", display: "CLI Tools", stopped: 5},
		{name: "compliance", display: "Conformité", stopped: 2},
		{name: "templates", display: "Templates"},
	}},
	{Space{"sandbox", "サンドボックス", "Nothing here is precious", "eu-west-1"}, true, []demoProject{
		{name: "hackathon", display: "Hackathon 🐈", running: 2, stopped: 6},
		{name: "playground", display: "Spielwiese", running: 1, stopped: 5},
		{name: "workshop", display: "Atelier", running: 2, stopped: 7},
		{name: "acquisition", display: "Project Falcon", running: 1, stopped: 1, denied: true},
	}},
}
