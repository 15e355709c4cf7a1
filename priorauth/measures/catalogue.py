"""Every measure, a line or a few each: name, unit, spellings, plausible range, conversions, what it is mistaken for.

Names are exactly those a check may use.
"""

from collections.abc import Mapping

from priorauth.measures.measure import Form, Measure

SIZE = {"mm": (1.0, 0.0), "cm": (10.0, 0.0)}
CM = {"cm": (1.0, 0.0), "mm": (0.1, 0.0)}
MG_DL_GLUCOSE = {"mg/dl": (1.0, 0.0), "mmol/l": (18.016, 0.0)}
PERCENT = {"%": (1.0, 0.0)}
PREDICTED = {"%": (1.0, 0.0), "% predicted": (1.0, 0.0)}
PRESSURE = {"mmhg": (1.0, 0.0), "kpa": (7.50062, 0.0)}
PER_HOUR = {"/h": (1.0, 0.0), "events": (1.0, 0.0)}
HOURS = {"h": (1.0, 0.0), "min": (1 / 60, 0.0), "hour/night": (1.0, 0.0)}
COUNTED = {"events": (1.0, 0.0), "episode": (1.0, 0.0), "times": (1.0, 0.0), "time/year": (1.0, 0.0)}
SCORE = {"point": (1.0, 0.0)}
PAIN_SCALE = {"point": (1.0, 0.0), "mm": (0.1, 0.0)}
DAYS_MONTH = {"day/month": (1.0, 0.0), "day": (1.0, 0.0)}
DEGREES = {"degree": (1.0, 0.0)}
FIELDS = (
    "visual field, visual fields, superior visual field, superior field, superior fields, upper field, upper fields, "
    "upper visual field, fields, field, HVF, VF, VFs, SVF, Humphrey, Goldmann, perimetry, above fixation, from fixation"
)
# Days on which the device ran at all are not the nights of four hours.
ANY_USE = ("days used", "nights used", "usage days", "days with device usage")
PAP_CONFUSERS = (
    "residual",
    "resid",
    "supine",
    "non-supine",
    "lateral",
    "rem",
    "nrem",
    "on cpap",
    "with cpap",
    "on pap",
    "with pap",
    "on bipap",
    "titration",
    "central apnea index",
    "cai",
    "download",
    "therapy",
    "treated",
    "post-treatment",
    "at pressure",
    "optimal pressure",
    "3% rule",
    "3%",
    "oxygen desaturation index",
    "odi",
    "split",
    "repositioning",
    "oral appliance",
)
OXYGEN_CONFUSERS = (
    "on 1 l",
    "on 2 l",
    "on 3 l",
    "on 4 l",
    "on 5 l",
    "on oxygen",
    "with oxygen",
    "on supplemental",
    "with supplemental",
    "recovery",
    "on 2l",
    "on 3l",
    "on 4l",
    "on o2",
    "nasal cannula",
    "recovered",
    "alarm",
    "limit",
    "improved to",
    "goal",
    "target",
)
OF_NIGHTS = (
    *("cpap", "pap", "bipap", "bilevel", "bpap", "apap", "autopap", "niv", "ventilator", "machine", "device", "mask"),
    *(
        "card",
        "download",
        "downloads",
        "report",
        "night",
        "nights",
        "nightly",
        "usage",
        "compliance",
        "adherence",
        "use",
    ),
    *("uses", "used", "wears", "wore", "data", "monitor", "data", "airview", "modem"),
)
OF_A_GAS = ("abg", "abgs", "gas", "gases", "arterial", "ph", "paco2", "pco2", "pao2", "po2", "pressure", "tension")
LESION_CONFUSERS = (
    "stent",
    "balloon",
    "margin",
    "catheter",
    "brush",
    "needle",
    "probe",
    "cuff",
    "slice",
    "slices",
    "thickness",
    "cut",
    "cuts",
    "scar",
    "incision",
    "drain",
    "clip",
    "port",
    "breast",
    "spleen",
    "pancreas",
    "pancreatic",
    "brain",
    "bone",
    "subcutaneous",
    "parotid",
    "bladder",
    "uterine",
    "thyroid",
    "renal",
    "kidney",
    "adrenal",
    "liver",
    "hepatic",
    "splenic",
    "skin",
    "lymph",
    "node",
    "cyst",
    "ovarian",
    "prostate",
    "vocal",
)


def _m(
    name: str,
    unit: str,
    spellings: str,
    low: float,
    high: float,
    units: Mapping[str, tuple[float, float]] | None = None,
    confusers: tuple[str, ...] = (),
    *,
    form: Form = Form.number,
    out_of: float | None = None,
    also_out_of: tuple[float, ...] = (),
    unit_required: bool = False,
    report: bool = False,
    needs: tuple[str, ...] = (),
) -> Measure:
    return Measure(
        name=name,
        unit=unit,
        spellings=tuple(s.strip() for s in spellings.split(",")),
        low=low,
        high=high,
        units=units or {},
        confusers=confusers,
        form=form,
        out_of=out_of,
        also_out_of=also_out_of,
        unit_required=unit_required,
        report=report,
        needs=needs,
    )


SLEEP_AND_LUNG = (
    _m("AHI", "/h", "AHI, apnea hypopnea index, apnea-hypopnea index, apnoea hypopnoea index, AHI4, pAHI, "
       "apnea/hypopnea index, overall AHI, total AHI, diagnostic AHI, A/H index, apneas and hypopneas an hour, "
       "apneas and hypopneas per hour, apneas and hypopneas each hour, pauses an hour, pauses per hour, "
       "pauses each hour, "
       "breathing pauses, stops breathing, stopped breathing, breathing stops an hour, breathing stops per hour, "
       "events per hour of sleep, "
       "events an hour of sleep, obstructive events an hour, obstructive events "
       "per hour, breathing events per hour, breathing events an hour, breathing events each hour, respiratory events "
       "per hour, respiratory events an hour, respiratory events each hour, events an hour, events per hour, events "
       "each hour, events every hour, events hourly, events/h, events/hr, events/hour, pauses an hour, pauses per "
       "hour, apneic events per hour, obstructions an hour, obstructive index, obstructive apnea index, obstructive "
       "AHI, OAHI", 0, 200, PER_HOUR, (*PAP_CONFUSERS,
       "rdi", "plm", "plmi", "limb", "arousal", "arousals"), report=True),
    _m("RDI", "/h", "RDI, respiratory disturbance index, pRDI, REI, respiratory event index", 0, 200, PER_HOUR,
       PAP_CONFUSERS, report=True),
    _m("residual AHI", "/h", "residual AHI, residual index, residual events, residual apnea index, residual "
       "apneas, residual "
       "respiratory events, AHI on CPAP, AHI on PAP, AHI on BiPAP, AHI on APAP, AHI on auto-PAP, AHI on "
       "therapy, AHI on "
       "treatment, AHI on the machine, AHI on download, AHI on the download, AHI on pressure, AHI with CPAP, AHI with "
       "PAP, AHI with the machine on, AHI with the mask on, AHI under CPAP, AHI under therapy, AHI while on CPAP, AHI "
       "while using CPAP, AHI despite CPAP, AHI despite PAP, AHI despite BiPAP, on-treatment AHI, on-treatment apnea "
       "index, on-therapy AHI, on-therapy apnea index, on-CPAP AHI, on-PAP AHI, treated AHI, therapy AHI, device AHI, "
       "machine AHI, download AHI, downloaded AHI, AHI by download, AHI per download, AHI by the card, card AHI, "
       "smartcard AHI, CPAP AHI, PAP AHI, BiPAP AHI, flow AHI, AHIflow, apnea index on CPAP, events an hour with the "
       "machine on, events per hour with the machine on, events an hour with the mask on, events per hour with "
       "the mask "
       "on, events an hour on CPAP, events per hour on CPAP, events an hour on therapy, events per hour on therapy, "
       "events an hour on the machine, events per hour on the machine, events an hour despite, events per hour despite",
       0, 200, PER_HOUR, ("goal", "target", "off cpap", "without cpap", "before", "baseline", "diagnostic"),
       report=True),
    _m("oxygen saturation", "%", "oxygen saturation, SaO2, SpO2, O2 sat, O2 sats, O2 saturation, sats, sat, "
       "saturation, oximetry, pulse ox, pulse oximetry, nadir saturation, oxygen saturations, nadir, room air "
       "saturation, SPO2 nadir, desaturated to, desaturates to, desaturation to, desats to, desatted to, desatting to, "
       "saturates at, saturates, saturating, saturated at, satting, satted, oxygen fell to, oxygen falls to, oxygen "
       "dropped to, oxygen drops to, oxygen dipped to, oxygen stands at, oxygen stood at, oxygen runs, "
       "oxygen level, oxygen levels, oxygen reading, "
       "oxygen readings, O2 level, O2 levels, hypoxic to, hypoxemic to, oximeter reading, oximeter, finger probe, "
       "finger reading, finger sensor", 40, 100, PERCENT,
       OXYGEN_CONFUSERS),
    _m("PaO2", "mmHg", "PaO2, pO2, O2, arterial oxygen tension, arterial PO2, partial pressure of oxygen, oxygen "
       "tension, arterial "
       "oxygen, arterial O2, oxygen pressure", 20, 300,
       PRESSURE, OXYGEN_CONFUSERS, report=True, needs=OF_A_GAS),
    _m("PaCO2", "mmHg", "PaCO2, pCO2, CO2, arterial PCO2, carbon dioxide, arterial carbon dioxide, arterial carbon "
       "dioxide tension, partial pressure of carbon dioxide, carbon dioxide tension, arterial CO2, CO2 tension",
       15, 150, PRESSURE,
       ("end-tidal", "etco2",
       "transcutaneous", "venous", "vbg", "serum", "total", "bmp"),
       report=True, needs=OF_A_GAS),
    _m("FEV1", "% predicted", "FEV1, forced expiratory volume in 1 second, forced expiratory volume in one second, "
       "FEV-1, forced expiratory volume, in the first second, in one second, first-second volume", 8, 160, PREDICTED,
       ("fev1/fvc", "ratio", "increase", "reversibility", "change", "improved", "goal"),
       report=True),
    _m("FEV1/FVC", "%", "FEV1/FVC, FEV1 FVC ratio, FEV1:FVC, FEV1/FVC ratio, FEV1-FVC ratio", 0.1, 100, PERCENT,
       report=True),
    _m("DLCO", "% predicted", "DLCO, TLCO, gas transfer, transfer capacity, diffusion, lung diffusion, DLCOcor, "
       "DLCOc, DLCO corrected, transfer factor, diffusing capacity, "
       "diffusion capacity, DLCO adjusted, diffusing capacity for "
       "carbon monoxide", 3, 180, PREDICTED, report=True),
    _m("lung function foreseen", "% predicted",
       "predicted postoperative FEV1, predicted postop FEV1, predicted post-op FEV1, postoperative "
       "predicted FEV1, postop predicted FEV1, ppo FEV1, estimated postoperative FEV1, calculated "
       "postoperative FEV1, predicted residual FEV1, ppoFEV1, ppo-FEV1, postoperative FEV1, postop "
       "FEV1, predicted postoperative DLCO, predicted postop DLCO, predicted post-op DLCO, "
       "postoperative predicted DLCO, postop predicted DLCO, ppo DLCO, estimated postoperative DLCO, "
       "calculated postoperative DLCO, predicted residual DLCO, ppoDLCO, ppo-DLCO, postoperative DLCO, "
       "postop DLCO, predicted postoperative lung function, predicted postoperative function, predicted "
       "residual function, projected postoperative FEV1, projected postop FEV1, projected postoperative DLCO, "
       "projected postop DLCO, FEV1 she will be left with, FEV1 he will be left with, FEV1 that will be left, "
       "FEV1 that will remain, FEV1 that would remain, FEV1 left after, FEV1 remaining after, FEV1 after lobectomy, "
       "FEV1 after resection, FEV1 without the lobe, post-lobectomy FEV1, postlobectomy FEV1, DLCO she will be left "
       "with, DLCO he will be left with, DLCO that will remain, DLCO left after, DLCO remaining after, DLCO after "
       "lobectomy, DLCO after resection, post-lobectomy DLCO", 3, 160, PREDICTED, report=True),
    _m("peak oxygen uptake", "mL/kg/min", "VO2 max, VO2max, VO2 peak, VO2peak, peak VO2, maximal VO2, peak oxygen "
       "uptake, maximal oxygen uptake, peak oxygen consumption, maximal oxygen consumption, oxygen uptake", 4, 80,
       {"ml/kg/min": (1.0, 0.0)}, ("predicted",), report=True),
    _m("TLC", "% predicted", "TLC, total lung capacity, total capacity", 20, 250, PREDICTED, report=True),
    _m("RV", "% predicted", "RV, residual volume", 20, 450, PREDICTED, ("post-void", "postvoid", "ventricle",
       "ventricular"), report=True),
    _m("six-minute walk", "m", "six-minute walk, six minute walk, 6-minute walk, 6 minute walk, 6MWT, 6MWD, "
       "six-minute walk distance, six-minute walk test, 6-minute walk distance, 6-minute walk test, 6 min walk, "
       "corridor test, corridor walk, hall walk, six-minute test, 6-minute test, over six minutes, over 6 minutes, "
       "six-minute distance, 6-minute distance, 6MW, in six minutes, in 6 minutes, in 6 min", 5, 900,
       {"m": (1.0, 0.0), "ft": (0.3048, 0.0), "yd": (0.9144, 0.0)}, ("predicted",), unit_required=True),
    _m("IPAP", "cmH2O", "IPAP, inspiratory pressure, inspiratory positive airway pressure, inspiratory support, "
       "bilevel set at, bilevel at, bilevel is set at, BiPAP set at, BiPAP at, BiPAP is set at, BPAP at, BPAP ST, "
       "BiPAP ST, BiPAP S/T, bilevel ST, inspiratory setting", 4, 40,
       {"cmh2o": (1.0, 0.0), "cm": (1.0, 0.0)}),
    _m("backup rate", "/min", "backup rate, back-up rate, back up rate, BUR, backup RR, back-up RR, backup "
       "frequency, back-up frequency, backup "
       "respiratory rate, backup breaths, backup of, backup, set rate, mandatory rate, back-up, spontaneous-timed "
       "rate", 4, 40, {"/min": (1.0, 0.0)}),
    _m("nightly use", "hours", "nightly use, average use, average usage, mean use, mean nightly use, average nightly "
       "use, hours per night, average hours, usage, use per night, average daily use, hours of use, hours a night, "
       "mean usage, average nightly usage, wears it, uses it, CPAP use, PAP use, avg, averaged, hours nightly, hours "
       "each night, hours every night, nightly wear, nightly usage, hours of wear, mask-on time, mask time, "
       "hours per day of use, average use on days used", 0, 24, HOURS,
       ("goal", "recommended", "of sleep", "sleeps", "slept", "oxygen", "naps", "nap", "reading",
       "fewer"), unit_required=True, needs=OF_NIGHTS),
    _m("adherent nights", "%", "adherent nights, 4-hour nights, four-hour nights, nights of 4 hours, nights "
       "above 4 hours, "
       "nights over four hours, nights with more than 4 hours, usage over 4 hours, days over 4 hours, days with "
       "4 hours, days with "
       "at least 4 hours, nights at 4 hours, nights with 4 hours, of nights, nights with at least 4 hours, "
       "nights over 4 hours, "
       "nights at 4 h, "
       "compliance, adherence, days with usage, nights used, percent of nights, usage days, nights at least 4 "
       "hours, compliant, days used, days with device usage, nights of 30, "
       "nights in 30, of 30 nights, days over 4 hours, days over 4 h, days > 4 h, days >4 h, days >= 4 h, days with "
       "4 hours, days with at least 4 hours, days at least 4 hours, 4 h on, 4 hours on, 4 hrs on, days > 4 hours, "
       "nights > 4 h, "
       "nights over 4 h, four hours or more on, 4 hours or more on, 4 h or more on, over four hours on, over 4 "
       "hours on, over 4 h on, at least four hours on, at least 4 hours on, at least 4 h on, worn 4 hours on, worn "
       "four hours on, "
       "four hours on, more than four hours on, more than 4 hours on, over four hours, 4+ hours on, enough hours on, "
       "4 h/night on", 0, 100, {"%": (1.0, 0.0), "night": (1.0, 0.0), "day":
       (1.0, 0.0)}, ("goal", "medication", *ANY_USE), form=Form.share),
    _m("central apnea percent", "%", "central apnea percent, central apneas, central events, central apnea, central "
       "and mixed apneas, central plus mixed apneas, central plus mixed, central or mixed apneas, central "
       "apnea proportion, central hypopneas, percent central, central component, central + mixed, central+mixed, "
       "central/mixed, central and mixed, central, events were central or mixed, events were central, events "
       "central, of "
       "events central, centrals, mixed and central", 0, 100,
       PERCENT, ("central apnea index",), unit_required=True, report=True),
    _m("recorded sleep", "hours", "recorded sleep, total sleep time, TST, sleep time, recording time, recording, "
       "sleep recorded, hours of sleep, minutes of sleep, slept, asleep, recorded time, total recording time, "
       "monitored, monitoring time, usable "
       "signal, "
       "good signal, clean signal, valid signal, analysable "
       "signal, analyzable signal, interpretable signal, usable recording, "
       "valid recording, usable data, valid data, interpretable data, hours recorded, hours of recording, hours of "
       "data, study time, test time, sleep period, scored sleep, scorable sleep", 0, 24, HOURS,
       unit_required=True, report=True),
    _m("respiratory events", "events", "respiratory events, events, total events, apneas and hypopneas, scored "
       "events, obstructive events, breathing events, total apneas and hypopneas, total number of events, apneas plus "
       "hypopneas, apneas + hypopneas, apneic events, scored respiratory events", 0, 2000,
       {"events": (1.0, 0.0)}, ("per hour", "/h", "/hr", "/hour", "an hour", "each hour", "hourly", "residual",
       "hypoglycemic",
       "adverse"), form=Form.tally, report=True),
    _m("eosinophils", "/uL", "eosinophils, eosinophil count, blood eosinophils, absolute eosinophil count, AEC, eos", 0,
       20000, {"/ul": (1.0, 0.0), "k/ul": (1000.0, 0.0)}, ("sputum", "hpf", "%"), unit_required=True, report=True),
)  # fmt: skip
HEART_AND_VESSEL = (
    _m("LVEF", "%", "LVEF, ejection fraction, EF, left ventricular ejection fraction, LV ejection fraction, "
       "LV EF, pump function, "
       "pumping function, heart function, LV function, left ventricular function, systolic function, ejects, "
       "LV squeeze, "
       "squeeze, heart pumps, heart pumps at, heart pumping at, ventricle pumps at, LV ejection, ventricular ejection, "
       "ejection of, ejecting", 3,
       90, PERCENT, ("rvef", "right ventricular", "goal", "gallbladder", "gastric", "hida", "ge junction"),
       report=True),
    _m("NT-proBNP", "pg/mL", "NT-proBNP, NT proBNP, NTproBNP, pro-BNP, proBNP, N-terminal proBNP", 5, 70000,
       {"pg/ml": (1.0, 0.0), "ng/l": (1.0, 0.0)}, ("goal", "target"), report=True),
    _m("BNP", "pg/mL", "BNP, B-type natriuretic peptide, brain natriuretic peptide", 1, 10000,
       {"pg/ml": (1.0, 0.0), "ng/l": (1.0, 0.0)}, ("nt-pro", "nt pro", "pro", "goal", "target"), report=True),
    _m("aortic valve area", "cm2", "aortic valve area, AVA, valve area, calculated valve area, aortic area, "
       "effective orifice area, EOA, AVA by continuity, aortic valve opening, "
       "aortic valve opens, aortic orifice, valve orifice, aortic valve orifice, valve opening", 0.1, 6,
       {"cm2": (1.0, 0.0),
       "mm2": (0.01, 0.0)}, ("mitral", "indexed", "index", "divided by", "body surface", "bsa"), report=True),
    _m("mean gradient", "mmHg", "mean gradient, mean aortic gradient, mean transvalvular gradient, mean pressure "
       "gradient, mean AV gradient, mean aortic valve gradient, MG, mean grad, mean transaortic gradient, mean "
       "AV grad, mean PG, average gradient, gradient mean, mean drop, mean pressure drop, mean AV PG, mean aortic PG, "
       "mean valve gradient, mean across the valve, gradient averages, gradient averaged, MPG, mean G", 1, 150,
       {"mmhg": (1.0, 0.0)}, ("mitral",
       "peak gradient"), report=True),
    _m("peak velocity", "m/s", "peak velocity, Vmax, peak aortic velocity, peak jet velocity, aortic jet velocity, "
       "jet velocity, peak aortic jet velocity, max velocity, AV Vmax, maximum velocity, V max, AV jet, aortic jet, "
       "transaortic velocity, aortic velocity, AV velocity, peak vel, AV peak vel, jet reached, "
       "jet of, jet, leaves the aortic valve at, through the aortic valve at, across the aortic valve at, "
       "peak flow velocity", 0.2, 8, {"m/s": (1.0, 0.0),
       "cm/s": (0.01, 0.0)}, ("carotid", "ica", "tricuspid", "tr", "systolic velocity", "pulmonic", "mitral", "lvot",
       "renal", "graft", "femoral"), report=True),
    _m("NYHA class", "", "NYHA class, NYHA, NYHA FC, New York Heart Association class, New York Heart "
       "Association, NYHA "
       "functional class, functional class, New York Heart class, New York Heart, New York Heart functional class, "
       "heart failure "
       "class, HF class, NYHA functional status, NYHA HF class", 1, 4, form=Form.grade),
    _m("ABI", "", "ABI, ABIs, ABPI, ankle-brachial index, ankle brachial index, ankle/brachial index, ankle "
       "brachial pressure index, ankle-brachial ratio, ankle/brachial ratio", 0, 3, confusers=("toe",
       "tbi"), report=True),
    _m("TcPO2", "mmHg", "TcPO2, transcutaneous oxygen, TCOM, transcutaneous oximetry, transcutaneous oxygen tension, "
       "transcutaneous oxygen pressure, TcO2", 0, 900, {"mmhg": (1.0, 0.0)}, report=True),
    _m("vein diameter", "mm", "vein diameter, GSV diameter, diameter, max diameter, maximum diameter, "
       "greatest diameter, dia, max dia, diam, caliber, largest width, greatest width, widest, "
       "millimeters across, mm across, widest point, saphenous vein diameter, GSV, SSV, great "
       "saphenous vein, small saphenous vein, saphenous vein, small saphenous, great saphenous, long saphenous, "
       "short saphenous", 0.5, 40, SIZE, ("aorta", "aneurysm", "distance",
       "length", "wound", "ulcer"), unit_required=True, report=True, needs=("vein", "gsv", "ssv", "saphenous")),
    _m("reflux time", "s", "reflux time, reflux, reflux duration, valve closure time, venous reflux, retrograde flow, "
       "refluxes, leaks, leaking, incompetent, incompetence, reverse flow, reversed flow, backflow, flows backward",
       0, 30, {"s": (1.0, 0.0), "ms": (0.001, 0.0)}, ("gastroesophageal", "acid", "bladder",
       "urine", "mitral", "aortic"), unit_required=True, report=True),
    _m("stenosis", "%", "stenosis, luminal narrowing, stenotic, narrowing, NASCET, ICA, internal carotid, "
       "internal carotid artery, LICA, RICA, narrowed by, narrowed, stenosed, stenosed by, lumen reduction, "
       "diameter reduction, stenoses", 1, 100, PERCENT,
       ("normal", "in-stent", "subclavian", "eca", "external carotid", "vertebral",
       "renal", "iliac", "femoral", "coronary", "lad", "rca", "left main", "circumflex",
       "intracranial", "basilar"), unit_required=True, report=True),
    _m("CHADS2", "", "CHADS2, CHADS2 score, CHADS-2, CHADS 2", 0, 6, SCORE, form=Form.tally),
    _m("CHA2DS2-VASc", "", "CHA2DS2-VASc, CHA2DS2-VASc score, CHADS-VASc, CHADSVASc, CHA2DS2VASc, CHADS2-VASc, "
       "CHA2DS2 VASc, CHADS2VASc", 0, 9, SCORE, form=Form.tally),
    _m("aneurysm size", "cm", "aneurysm size, aneurysm, AAA, aortic aneurysm, abdominal aortic aneurysm, aneurysm "
       "diameter, aortic diameter", 0.5, 20, CM, ("neck", "length", "iliac", "endoleak"), unit_required=True,
       report=True),
    _m("exercise capacity", "METs", "exercise capacity, METs, METS, functional capacity, exercise tolerance", 0.5, 25,
       {"met": (1.0, 0.0)}, unit_required=True),
    _m("LDL", "mg/dL", "LDL, LDL-C, LDL cholesterol, low density lipoprotein", 5, 600, {"mg/dl": (1.0, 0.0), "mmol/l":
       (38.67, 0.0)}, ("goal", "target", "hdl", "non-hdl", "vldl"), report=True),
)  # fmt: skip
BODY_AND_BLOOD = (
    _m("BMI", "kg/m2", "BMI, body mass index", 10, 120, {"kg/m2": (1.0, 0.0)}, ("goal", "target", "percentile",
       "z-score")),
    _m("weight", "kg", "weight, wt, weighs, body weight, weighing, weighed, scale, scales", 2, 450,
       {"kg": (1.0, 0.0), "lb": (0.45359237, 0.0)}, ("loss", "lost", "gain", "gained", "goal", "ideal", "target",
       "limit", "lifting", "capacity", "bearing", "chair", "dry", "excess", "birth", "highest", "reduction",
       "regained", "lowest"), unit_required=True),
    _m("height", "cm", "height, ht, stature, tall", 50, 250, {"cm": (1.0, 0.0), "m": (100.0, 0.0), "in": (2.54, 0.0),
       "ft": (30.48, 0.0)}, ("loss", "lost", "disc", "vertebral", "seat", "bed", "uterine", "fundal"),
       unit_required=True),
    _m("body surface area", "%", "body surface area, BSA, of body surface, skin involvement, BSA involvement", 0.1, 100,
       PERCENT, ("m2",), unit_required=True),
    _m("body surface", "m2", "BSA, body surface area, body surface, surface area, surface, body area", 0.8, 3.5,
       {"m2": (1.0, 0.0)},
       ("involved", "involvement", "skin", "psoriasis", "affected", "eczema", "burn", "burned")),
    _m("HbA1c", "%", "HbA1c, A1c, hemoglobin A1c, haemoglobin A1c, HgbA1c, HgA1c, glycated hemoglobin, glycosylated "
       "hemoglobin, Hb A1c, Hgb A1c", 3, 20, {"%": (1.0, 0.0), "mmol/mol": (0.0915, 2.15)}, ("goal", "target"),
       report=True),
    _m("glucose", "mg/dL", "glucose, blood glucose, blood sugar, sugar, fingerstick, BG, sensor glucose, glucose "
       "reading, fasting glucose, CBG, sugars, SMBG, meter reading, fingersticks, blood sugars, finger stick, meter "
       "read, meter reads, meter said, meter showed, meter shows, sensor read, sensor reads, sensor showed, sensor "
       "reading, glucometer, capillary glucose, finger-stick, dextrostix, lowest reading, low reading, "
       "meter memory", 10, 600,
       MG_DL_GLUCOSE, ("goal", "target", "range", "average", "mean",
       "estimated")),
    _m("hypoglycemic events", "events", "hypoglycemic events, hypoglycemic episodes, hypoglycaemic events, "
       "hypoglycemia events, level 2 events, level 2 hypoglycemic events, episodes of hypoglycemia, level 3 events, "
       "lows, level 2 hypoglycemia, level 3 hypoglycemia, hypoglycemic event, hypoglycemic episode, severe "
       "hypoglycemia, hypoglycemia, hypos, level 2 hypos, level 2 lows, episodes of glucose under 54, episodes of "
       "glucose below 54, readings under 54, readings below 54, values under 54, values below 54, episodes under "
       "54, episodes below 54, lows under 54, lows below 54", 0, 500, COUNTED, form=Form.tally),
    _m("INR", "", "INR, international normalized ratio, international normalised ratio, PT/INR, clotting ratio, "
       "prothrombin ratio", 0.5, 20,
       confusers=("goal", "target", "therapeutic range", "range"), report=True),
    _m("platelets", "K/uL", "platelets, platelet count, plt, plts, PLT, platelet, thrombocytes, thrombocyte count",
       1, 3000,
       {"k/ul": (1.0, 0.0), "g/l": (1.0, 0.0), "/ul": (0.001, 0.0)}, ("transfusion", "transfused", "goal",
       "antiplatelet", "volume", "mpv", "rich"), report=True),
    _m("creatinine", "mg/dL", "creatinine, Cr, serum creatinine, SCr, creat", 0.1, 25, {"mg/dl": (1.0, 0.0), "umol/l":
       (1 / 88.4, 0.0)}, ("clearance", "urine", "ratio", "crcl", "albumin"), report=True),
    _m("hemoglobin", "g/dL", "hemoglobin, Hgb, Hb, haemoglobin, hgb", 2, 25, {"g/dl": (1.0, 0.0), "g/l": (0.1, 0.0)},
       ("a1c", "glycated", "goal", "target", "mean corpuscular"), report=True),
    _m("hematocrit", "%", "hematocrit, Hct, haematocrit, crit", 5, 80, PERCENT, ("goal", "target"), report=True),
    _m("calcium", "mg/dL", "calcium, serum calcium, Ca, corrected calcium, total calcium, hypercalcemia of, "
       "hypercalcemia at, hypercalcemia to, hypercalcaemia of", 3, 20, {"mg/dl": (1.0, 0.0),
       "mmol/l": (4.008, 0.0)}, ("ionized", "score", "agatston", "check", "recheck", "urine", "24-hour",
       "supplement", "mg daily",
       "coronary", "carbonate", "citrate", "upper limit", "tablet"), report=True),
    _m("PTH", "pg/mL", "PTH, parathyroid hormone, intact PTH, iPTH, PTHi, parathormone, intact parathormone", 1,
       5000, {"pg/ml": (1.0, 0.0), "ng/ml": (1000.0,
       0.0)}, report=True),
    _m("PSA", "ng/mL", "PSA, prostate specific antigen, prostate-specific antigen", 0, 10000, {"ng/ml": (1.0, 0.0)},
       ("density", "velocity", "free", "doubling"), report=True),
    _m("cotinine", "ng/mL", "cotinine, serum cotinine, urine cotinine, nicotine test", 0, 5000, {"ng/ml": (1.0, 0.0)},
       report=True),
    _m("T-score", "", "T-score, T score, T-scores, BMD T-score, lowest T, hip T, spine T, radius T, femoral neck "
       "T, lumbar T, T value, "
       "T-value", -8, 6, confusers=("z-score", "z score"), report=True),
    _m("height loss", "%", "height loss, loss of height, loss of ht, vertebral height loss, compression, loss "
       "of vertebral "
       "height, vertebral body height loss, ht loss, height reduced, height reduced by, height decreased, height "
       "decreased by, vertebral height reduced, lost height, of its height, of height, of vertebral height, of its "
       "original height, of vertebral body height, of anterior height, anterior height loss, compressed by, "
       "height reduction, reduction in height, reduction of height, collapse, collapsed, collapsed by, wedging, "
       "wedged, wedged by, decrease in height, reduced in height, height diminished, of the height of, in height, "
       "height is reduced by, height is down, height is down by, height down by, height lost, shorter by, height has "
       "fallen by, "
       "sunk by, squashed by, flattened by, body height reduced by", 1, 100,
       PERCENT, ("canal", "thecal", "cord", "nerve", "root", "remaining", "preserved", "maintained", "spared",
       "lung", "airway", "restored",
       "disc", "disk"), unit_required=True, report=True),
)  # fmt: skip
LESIONS = (
    _m("nodule size", "mm", "nodule size, nodule, pulmonary nodule, lung nodule, mass, lung mass, lesion, opacity, "
       "SPN, coin lesion, coin, shadow, spot, nodular opacity, "
       "nodule measuring, solitary pulmonary nodule, pulmonary lesion, spiculated, "
       "lobulated", 0.5, 200, SIZE,
       LESION_CONFUSERS, unit_required=True, report=True),
    _m("SUV", "", "SUV, SUVmax, SUV max, maximum SUV, maximum standardized uptake value, standardized uptake value, "
       "max SUV, SUV maximum, uptake of, PET uptake, uptake value", 0, 100,
       confusers=("background", "mediastinal", "liver", "blood pool"), report=True),
    _m("polyp size", "mm", "polyp size, polyp, colon polyp, sessile polyp, pedunculated polyp, gallbladder polyp, "
       "polypoid "
       "lesion", 0.5, 150, SIZE, unit_required=True, report=True),
    _m("gallstone size", "mm", "gallstone size, gallstone, gallstones, stone, calculus, gallbladder stone", 0.5, 150,
       SIZE, ("kidney", "renal", "ureteral", "bladder stone", "duct", "wall"), unit_required=True, report=True),
    _m("fibroid size", "cm", "fibroid size, fibroid, fibroids, leiomyoma, myoma, uterine fibroid", 0.3, 40, CM,
       unit_required=True, report=True),
    _m("hernia size", "cm", "hernia size, hernia, hernia defect, fascial defect, defect", 0.3, 50, CM, ("bone",
       "cartilage"), unit_required=True, report=True),
)  # fmt: skip
JOINT_AND_SPINE = (
    _m("pain score", "", "pain score, pain, rates it, rates the pain, rates pain, rates his pain, rates her pain, "
       "rated, VAS, NRS, NPRS, pain scale, pain level, pain rating, pain intensity, VAS "
       "pain, pain VAS, visual analog scale, numeric rating scale, visual analogue scale, pain NRS, average pain, "
       "worst pain, pain severity, intensity, numeric rating, numeric scale, numerical scale, numeric pain scale, "
       "numerical rating scale, numeric pain rating, gives it, gives the pain, puts it at, puts the pain at, "
       "scores it, scored it, scores the pain, grades it, grades the pain, ache, aching, visual analogue, visual "
       "analog, gives the pain a, gives her pain, gives his pain, gives her pain a, gives his pain "
       "a, pain is a, rates the pain a, calls it, calls the pain, calls it an, calls the pain an, puts the pain, "
       "pain averages, pain averaging, pain runs, pain sits at, pain stands at, pain number, hurts, back hurts, gives "
       "her back, gives his back, back pain score", 0, 10, PAIN_SCALE,
       ("after block", "after injection", "post-block", "post-injection",
       "goal", "relief", "least", "at best", "best", "ever", "peak", "lifetime", "childbirth", "at rest",
       "resting", "sitting", "lying", "in the past", "denies",
       "with medication", "improved to"), form=Form.score, out_of=10),
    _m("disability score", "%", "disability score, ODI, Oswestry, Oswestry disability index, NDI, neck disability "
       "index, Oswestry score, ODI score, NDI score, PDI, pain disability index, Oswestry low back pain disability "
       "questionnaire, Oswestry questionnaire, Oswestry low back disability questionnaire, modified Oswestry, "
       "Oswestry low back pain questionnaire, disability index", 0, 100,
       {"%": (1.0, 0.0), "point": (1.0, 0.0)}, ("goal",
       "post-treatment", "desaturation"), form=Form.score, out_of=100, also_out_of=(50.0, 70.0)),
    _m("Roland-Morris", "", "Roland-Morris, Roland Morris, RMDQ, Roland-Morris disability questionnaire, "
       "Roland-Morris score, Roland Morris score, RM score, R-M, Roland, RMQ, RDQ, Roland score, Roland "
       "questionnaire, Roland "
       "disability score, RM questionnaire, RM disability", 0, 24, SCORE, form=Form.score, out_of=24),
    _m("pain relief", "%", "pain relief, relief, pain reduction, reduction in pain, improvement in pain, relief of "
       "pain, pain decreased, less pain, reduction of pain, pain improvement, improvement, decrease in pain, better, "
       "fall in pain, drop in pain, reduction, fall, drop, less, pain was reduced by, pain reduced by, pain was "
       "reduced, "
       "pain reduced, percent less, pain was eased by, pain eased by, "
       "pain was cut, pain cut, pain fell, pain dropped, pain down, pain was gone, pain gone, took away, "
       "pain went down", 0, 100, PERCENT, ("goal", "expected", "expecting", "hoping", "diagnostic",
       "block", "opioid", "headache", "leaks", "episodes"), unit_required=True),
    _m("analgesic reduction", "%", "analgesic reduction, reduction in analgesics, reduction in opioid use, opioid "
       "reduction, reduction in pain medication, less opioid, decrease in opioid use, reduction in analgesic use, "
       "opioid use reduced, decrease in analgesic use, opioid use decreased, opioid use, opioid consumption, opioid "
       "requirement, opioid requirements, opioid intake, analgesic use, analgesic consumption, analgesic requirement, "
       "pain medication use, narcotic use, oxycodone use, hydrocodone use, morphine use, tramadol use, morphine "
       "equivalents, morphine equivalent, MME, opioids down, opioids cut, opioids reduced, fewer opioids, less "
       "oxycodone, less hydrocodone, pain medication cut, pain medication reduced, "
       "opioid dose, opioid dosage, oxycodone down, hydrocodone down, morphine down, tramadol down, MEDD, OME, opioids "
       "fell, opioids dropped, less morphine, less pain medication", 0, 100, PERCENT, ("increased",
       "increase", "rose", "pain relief",
       "of days"), unit_required=True),
    _m("diagnostic block relief", "%", "diagnostic block relief, relief after the block, relief following block, "
       "block relief, relief, pain relief, pain reduction, improvement, reduction of pain, reduction in pain, "
       "decrease in pain, better, less pain, gave, drop, fall, took away, NRS, NPRS, VAS, MBB, MBBs", 0, 100, PERCENT,
       ("epidural", "epidurals", "esi", "transforaminal", "ablation", "radiofrequency", "rfa", "rhizotomy",
       "neurotomy", "therapy", "axial", "axially", "back", "neck", "goal", "target", "expected", "hoping", "required",
       "is needed", "must be", "needed for", "needed to", "needed before", "needs", "need at least", "requires"),
       unit_required=True, needs=("block", "blocks", "mbb", "diagnostic", "anesthetic")),
    _m("Kellgren-Lawrence grade", "", "Kellgren-Lawrence grade, Kellgren-Lawrence, Kellgren Lawrence, KL grade, KL, "
       "K-L grade, K-L, K/L, Kellgren and Lawrence, Kellgren & Lawrence, Kellgren", 0, 4, form=Form.grade, report=True),
    _m("Outerbridge grade", "", "Outerbridge grade, Outerbridge", 0, 4, form=Form.grade, report=True),
    _m("Wagner grade", "", "Wagner grade, Wagner, Wagner classification, Wagner stage, Wagner class, "
       "Wagner type, Wagner's grade", 0, 5,
       form=Form.grade),
    _m("translation", "mm", "translation, anterolisthesis, spondylolisthesis, listhesis, retrolisthesis, subluxation, "
       "translational motion, sagittal translation, slip, slips, slips forward, forward slip, shifts forward, forward "
       "shift, moves forward, moved forward, slides, slid, slipped, shifted, sagittal motion, shift",
       0.1, 50, SIZE, ("patellar",), unit_required=True,
       report=True),
    _m("angulation", "degrees", "angulation, angular motion, sagittal angulation, kyphosis, angular difference, "
       "rotational difference, segmental angulation, segmental angular motion, sagittal plane rotation, sagittal "
       "rotation, segmental motion, angular change, change in angle, angle differs, difference in angle, "
       "opens by, angulates, rotation, Cobb change",
       0.1, 180, DEGREES, unit_required=True, report=True),
    _m("levels", "levels", "levels, level, vertebral levels, segments, spinal levels, facet levels", 1, 24,
       {"level": (1.0, 0.0)}, ("pain", "oxygen", "activity", "arthropathy", "mri"), form=Form.tally,
       unit_required=True),
    _m("visits", "visits", "visits, sessions, treatments, appointments, attended, visits attended", 0, 500, {"visit":
       (1.0, 0.0)}, ("planned", "authorized", "missed", "remaining", "emergency", "office"), form=Form.tally,
       unit_required=True),
)  # fmt: skip
SENSES_AND_NERVES = (
    _m("hearing threshold", "dB", "hearing threshold, hearing thresholds, pure tone average, PTA, thresholds, "
       "pure-tone average, hearing loss, pure tone thresholds, puretone average, average threshold, unaided "
       "threshold, average was, averages", -10, 130,
       {"db": (1.0, 0.0)}, ("aided", "speech reception", "speech recognition",
       "speech discrimination", "bone"), unit_required=True, report=True),
    _m("sentence recognition", "%", "sentence recognition, sentence recognition score, HINT, AzBio, AzBio sentences, "
       "sentence score, sentence scores, HINT sentences, aided sentence recognition, open-set sentence, open set "
       "sentence, sentence testing, AzBio score, sentence understanding, "
       "sentence test, recorded AzBio sentences, recorded AzBio, recorded HINT, recorded sentence, recorded "
       "sentences, sentences correct, of sentences, sentence list, AzBio list", 0,
       100, {**PERCENT}, ("reception", "cnc", "word"), unit_required=True, report=True),
    _m("headache days", "days/month", "headache days, headache days per month, HA days, days of headache, headaches, "
       "headache, HA, head pain, days with head pain, headache frequency, HA frequency, "
       "days with headache", 0, 31, DAYS_MONTH, ("migraine days", "free", "hours"), unit_required=True),
    _m("migraine days", "days/month", "migraine days, migraine days per month, migraines, days of migraine, "
       "migrainous days, migraine, migrainous, migrainous "
       "features, migraine-type days", 0, 31, DAYS_MONTH, ("free", "hours"), unit_required=True),
    _m("migraine attacks", "episodes", "migraine attacks, headache attacks, migraine episodes, attacks, attacks "
       "a month, attacks monthly, separate attacks, attacks per month", 0, 200, COUNTED, form=Form.tally,
       needs=("headache", "headaches", "migraine", "migraines")),
    _m("headache hours", "hours", "headache hours, lasting, lasts, last, hours per headache, duration, untreated, "
       "goes on for, go on for, "
       "prolonged, persists for, persist for, continues for, continue for", 0,
       96, {"h": (1.0, 0.0), "min": (1 / 60, 0.0), "day": (24.0, 0.0)}, unit_required=True, needs=("headache",
       "headaches", "migraine", "migraines", "attacks", "attack")),
    _m("MIDAS score", "", "MIDAS score, MIDAS, migraine disability assessment", 0, 270, SCORE, ("goal", "grade")),
    _m("HIT-6 score", "", "HIT-6 score, HIT-6, HIT6, HIT 6, headache impact test", 36, 78, SCORE, ("goal",)),
    _m("visual field loss", "degrees", f"visual field loss, superior field loss, superior visual field loss, field "
       f"loss, loss of superior field, superior visual field improvement, field improvement, tape gives, "
       f"tape adds, tape gained, taping gained, lids gained, taping adds, taping added, tape added, "
       f"taping gave, {FIELDS}",
       0, 90, DEGREES, ("inferior", "lower", "nasal", "temporal"),
       form=Form.tally, unit_required=True, report=True),
    _m("visual field percent", "%", f"visual field percent, superior field loss, superior visual field loss, field "
       f"loss, visual field loss, loss of superior visual field, visual field improvement, field improvement, "
       f"{FIELDS}", 0, 100, PERCENT, form=Form.tally, unit_required=True, report=True),
    _m("visual field limit", "degrees", f"visual field limit, superior field limited, field limited, field to, "
       f"limited to, sees only to, sees to, field ends at, field ends, superior limit, upper limit, {FIELDS}", 0, 90,
       DEGREES, form=Form.tally, unit_required=True, report=True),
    _m("margin reflex distance", "mm", "margin reflex distance, MRD, MRD1, MRD-1, marginal reflex distance, "
       "margin-reflex distance, MRD 1", -5, 12, SIZE, unit_required=True),
    _m("PHQ-9", "", "PHQ-9, PHQ9, PHQ 9, patient health questionnaire, PHQ-9 score", 0, 27, SCORE, form=Form.score,
       out_of=27),
    _m("IPSS", "", "IPSS, I-PSS, IPSS score, AUA symptom score, AUA score, AUASS, AUA-SS, AUASI, AUA-SI, AUA, AUA "
       "symptom index, International Prostate Symptom Score, American Urological Association, prostate symptom "
       "score, prostate questionnaire, prostate symptom questionnaire, prostate score", 0, 35,
       SCORE, ("goal", "target", "bother", "qol", "quality"), form=Form.score, out_of=35),
    _m("Hoehn-Yahr stage", "", "Hoehn-Yahr stage, Hoehn-Yahr, Hoehn and Yahr, Hoehn & Yahr, H&Y, H/Y, HY, H&Y stage, "
       "Hoehn and "
       "Yahr stage, H and Y, H and Y stage", 0, 5, form=Form.grade),
    _m("tremor score", "", "tremor score, Fahn-Tolosa-Marin, FTM, tremor rating, tremor severity, FTM score, tremor "
       "scale, FTM limb, action tremor, postural tremor, kinetic tremor, intention tremor, "
       "Fahn-Tolosa-Marin score, tremor rating scale, Fahn-Tolosa-Marin level, Fahn-Tolosa-Marin tremor, FTM "
       "tremor, TETRAS, TETRAS limb", 0, 4, SCORE, form=Form.grade),
)  # fmt: skip
HABITS_AND_COUNTS = (
    _m("pack-years", "pack-years", "pack-years, pack years, pack-year, pack year, packyears, pk-yr, pack-yr, "
       "pack yr, pack yrs, pk yrs, p-y, PY, PYs, PYH, smoking history, tobacco", 0.1, 300, {"pack-year": (1.0, 0.0)},
       unit_required=True),
    _m("years since quitting", "years", "years since quitting, quit smoking, quit, stopped smoking, ceased smoking, "
       "former smoker, smoke-free, ex-smoker, tobacco free, stopped for good, stopped cigarettes, last cigarette",
       0, 80, {"year": (1.0, 0.0), "month": (1 / 12, 0.0)},
       ("cannot", "unable", "wants", "would like", "alcohol", "drinking", "job"), unit_required=True),
    _m("tonsillitis episodes", "episodes", "tonsillitis episodes, episodes of tonsillitis, throat infections, "
       "tonsillitis, strep throat, sore throats, episodes of strep, streptococcal pharyngitis, pharyngitis, "
       "episodes of pharyngitis, bouts of tonsillitis, attacks of tonsillitis, exudative tonsillitis, bouts of acute "
       "tonsillitis, episodes of acute tonsillitis, attacks of acute tonsillitis, bouts of strep, attacks of strep, "
       "bouts of strep throat, episodes of strep throat, quinsy throat, tonsil infections, bouts of tonsil", 0, 60,
       COUNTED, form=Form.tally),
    _m("sinusitis episodes", "episodes", "sinusitis episodes, episodes of sinusitis, sinus infections, sinusitis, "
       "acute sinusitis, episodes of acute sinusitis, bouts of sinusitis, attacks of sinusitis, rhinosinusitis, acute "
       "rhinosinusitis, bacterial sinusitis, bacterial rhinosinusitis, RARS, sinus attacks, sinus flares, bouts of "
       "sinus infection, antibiotics for my sinuses, antibiotics for her sinuses, antibiotics for his sinuses, "
       "antibiotics for sinuses", 0, 60, COUNTED,
       form=Form.tally),
    _m("voiding improvement", "%", "voiding improvement, improvement in voiding, improvement in symptoms, symptom "
       "improvement, improvement, reduction in urgency, reduction in incontinence, reduction in leaks, decrease in "
       "incontinence episodes, reduction in incontinence episodes, reduction in leakage, symptom reduction, "
       "reduction in episodes, less, fewer, better, reduction, decrease, fall of, drop of, improvement of, percent "
       "lower, percent fewer, percent less, episodes fell, leaks fell, voids fell, diary fell, accidents fell, leaks "
       "dropped, episodes dropped, accidents dropped, diary improved, volumes dropped, improved, diary improved by, "
       "improved by, better by, fewer by, less by, episodes down, leaks down, voids down, episodes reduced, "
       "leaks reduced, incontinence down, episodes cut by, leaks cut by, reduction in accidents, stage 1 response, "
       "trial response, symptoms improved by", 0, 100, PERCENT,
       unit_required=True,
       needs=("voiding", "uui", "urge", "diary", "oab", "urgency", "incontinence", "incontinent", "leakage",
       "leaks", "accidents", "bladder",
       "urinary", "frequency", "stimulation", "trial", "pne", "retention", "electrode", "voids", "stool", "soiling",
       "catheterized")),
    _m("fecal improvement", "%", "fecal improvement, improvement in fecal incontinence, improvement, improved, "
       "reduction in incontinence, reduction in episodes, reduction in incontinent episodes, reduction in accidents, "
       "reduction, decrease, fewer, less, better, drop of, fall of, fall, drop, improvement of, episodes fell, "
       "accidents fell, accidents dropped, episodes dropped, leakage fell, episodes cut by, accidents "
       "down, episodes down, episodes reduced, accidents reduced, improved by",
       0, 100, PERCENT, ("urinary", "urine", "voids", "bladder",
       "urgency", "pads", "unchanged", "no change"), unit_required=True, needs=("fecal", "faecal", "stool", "bowel",
       "soiling", "fi", "abl", "feces", "faeces", "accidents")),
    _m("resection weight", "g", "resection weight, resection, estimated resection, tissue removal, grams removed, "
       "removal, grams per breast, to be removed, removed, expect to take, plan to take, will take, grams off, off "
       "each side, from each breast, from each side, each breast, each side, per side, a side, off each breast, per "
       "breast, of tissue per breast, specimen weight, specimen weights, "
       "reduction weight, expected removal, anticipate taking, anticipate removing, anticipate resecting, expect to "
       "resect, expect to remove, from both sides, on each side, on either side, on both sides, will be excised, will "
       "be resected, resect, resecting, from either breast, take off, wants to take, means to take, expects to take, "
       "intends to take, surgeon puts it at, surgeon reckons, "
       "surgeon estimates, either breast, to come off, to come out, take out, taken off, "
       "taken out", 20, 5000, {"g": (1.0, 0.0), "kg": (1000.0, 0.0)},
       unit_required=True),
)  # fmt: skip

CATALOGUE = (
    *SLEEP_AND_LUNG,
    *HEART_AND_VESSEL,
    *BODY_AND_BLOOD,
    *LESIONS,
    *JOINT_AND_SPINE,
    *SENSES_AND_NERVES,
    *HABITS_AND_COUNTS,
)
