//! Lists that nobody could use, what is no file at all, links that lead elsewhere, and a folder that goes.

use super::*;

#[test]
fn a_list_that_can_not_be_used_is_refused_whole_with_a_sentence() {
    let rows = [
        ("a.csv", "Nom;Tél\nGarçon;06 39 98 00 01\n", "le texte demande la colonne « Prénom »"),
        (
            "b.csv",
            "Nom;Prénom\nGarçon;Zoé\n",
            "b.csv : aucune colonne de téléphone parmi : Nom, Prénom ; l’admin",
        ),
        ("c.csv", "\n", "c.csv est vide"),
        ("d.xlsx", "PK\u{3}\u{4}", "l’exporter au format CSV"),
        ("e.csv", "Nom;Prénom;Tél\nNoël;Maël;01 99 00 12 34\n", "aucune ligne ne peut recevoir de SMS"),
    ];
    let office = Office::list();
    let mut life = office.alive();
    for (name, text, _) in rows {
        office.put(name, text);
    }
    office.looks(&mut life).unwrap();
    for (name, _, sentence) in rows {
        let (stem, _) = name.split_once('.').unwrap();
        assert!(office.files().contains(&format!("refuse/{name}")), "{:?}", office.files());
        let page = office.page(stem);
        assert!(page.contains("REFUSÉ") && page.contains(sentence), "{page}");
    }
    assert!(office.messages().is_empty());
}

#[test]
fn what_is_no_file_or_too_large_harms_nothing() {
    let office = Office::list();
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    fs::File::create(office.path("enorme.csv")).unwrap().set_len(200 << 20).unwrap();
    fs::create_dir(office.path("dossier.csv")).unwrap();
    symlink("/etc/passwd", office.path("lien.csv")).unwrap();
    nix::unistd::mkfifo(&office.path("tuyau.csv"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    office.looks(&mut life).unwrap();
    let files = office.files();
    for name in ["lien.csv", "tuyau.csv", "fait/liste.csv", "refuse/enorme.csv"] {
        assert!(files.contains(&name.to_owned()), "{name} {files:?}");
    }
    assert!(office.page("enorme").contains("enorme.csv est trop grand : 8 Mo"));
}

#[test]
fn no_link_leads_our_files_elsewhere() {
    let office = Office::list();
    let elsewhere = tempfile::tempdir().unwrap();
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    symlink(elsewhere.path(), office.path("fait")).unwrap();
    let secret = elsewhere.path().join("secret");
    fs::write(&secret, "kept").unwrap();
    symlink(&secret, office.path("liste.resultat.csv")).unwrap();
    symlink(&secret, office.path(".beffroi-resultat.tmp")).unwrap();
    office.looks(&mut life).unwrap();
    assert_eq!(fs::read_to_string(&secret).unwrap(), "kept");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    assert_eq!(office.messages().len(), 3);
    assert!(office.path("liste.csv").is_file(), "it can't be moved, and is not taken twice");
    office.look(&mut life, Duration::from_hours(48)).unwrap();
    assert_eq!(office.messages().len(), 3);
    fs::remove_file(office.path("fait")).unwrap();
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages().len(), 3);
    assert!(!office.path("liste.csv").exists(), "once the link is gone it goes on, and its time is over");
}

#[test]
fn a_folder_that_goes_and_comes_back_is_gone_on_with() {
    let office = Office::list();
    let mut life = office.alive();
    office.put("liste.csv", LIST);
    office.looks(&mut life).unwrap();
    let away = office.folder.path().join("away");
    fs::rename(office.path(""), &away).unwrap();
    fs::write(office.folder.path().join("drop"), "a file in its place").unwrap();
    office.looks(&mut life).unwrap();
    fs::remove_file(office.folder.path().join("drop")).unwrap();
    fs::rename(&away, office.path("")).unwrap();
    office.put("autre.csv", &LIST.replace("Petit;Éva", "Petite;Éva"));
    office.looks(&mut life).unwrap();
    assert_eq!(office.messages().len(), 3, "the same people, told already");
    assert!(office.files().contains(&"fait/autre.csv".to_owned()), "{:?}", office.files());
}
