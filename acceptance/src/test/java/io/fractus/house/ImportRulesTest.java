// SPDX-License-Identifier: Apache-2.0
package io.fractus.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house keeps its rules of importing. A rule that finds no class to hold fails as well. */
final class ImportRulesTest {
  private static JavaClasses house;

  @BeforeAll
  static void importClasses() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.fractus");
  }

  @TestFactory
  Iterable<DynamicTest> room_importsOnlyThroughItsDoors() {
    return ImportRules.rooms().stream()
        .map(room -> DynamicTest.dynamicTest(room, () -> ImportRules.doors(room).check(house)))
        .toList();
  }

  @Test
  void everyClass_isInARoom() {
    ImportRules.everyClassIsInARoom().check(house);
  }

  @Test
  void webApi_doesNotKnowTheEngine() {
    ImportRules.webDoesNotKnowTheEngine().check(house);
  }

  @Test
  void packages_haveNoCycles() {
    ImportRules.packagesHaveNoCycles().check(house);
  }

  @Test
  void sql_isOnlyInThePlatformAndWhereRowsAreKept() {
    ImportRules.sqlIsInItsPlace().check(house);
  }

  @Test
  void libtorrent_isOnlyInTheEngine() {
    ImportRules.libtorrentIsInTheEngine().check(house);
  }

  @Test
  void placement_isGivenItsTimeAndItsChance() {
    ImportRules.placementIsGivenTimeAndChance().check(house);
  }
}
